import { report } from "./report.js";
import type { Announced } from "./sandbox.js";

/** What a request to the worker holds. */
export interface Asked {
  readonly announced: Announced;
  readonly runtime: string;
}

/** A worker as Cloudflare has them. Tests run while it handles a request: before that, it may neither fetch nor wait. */
const worker = {
  fetch: async (request: Request): Promise<Response> => {
    const { announced, runtime } = (await request.json()) as Asked;
    return Response.json(await report(announced, runtime));
  },
};

export default worker;
