"use client";
import { useEffect } from "react";
import { pay } from "../pay";

export function Pay() {
  useEffect(() => {
    globalThis.pay = pay;
  }, []);
  return <p>ready</p>;
}
