import { pay } from "../../../pay";

export async function POST(request) {
  return Response.json(await pay(await request.json()));
}
