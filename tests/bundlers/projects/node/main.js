import { pay } from "./pay.js";

pay(JSON.parse(process.argv[2])).then((result) => console.log(JSON.stringify(result)));
