import { Pay } from "./pay-in-browser";

export default function Page() {
  return <Pay />;
}
