import { setNonce } from "get-nonce";
import "./styles/app.css";

// Radix locks scrolling with a style element, which the policy of the page allows by this nonce.
setNonce(document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "");

void import("./app/start").then(({ start }) => start());
