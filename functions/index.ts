import type { External } from "../contracts";
import { customer } from "./customer/contract";
import { delivery } from "./delivery/contract";
import { fulfillment } from "./fulfillment/contract";
import { payment } from "./payment/contract";
import { restaurant } from "./restaurant/contract";

/** The services of the program. A new one is a folder beside this file and a name in this list. */
export const services = [restaurant, customer, payment, fulfillment, delivery];

/** Producers outside the program whose events a service consumes; see `external()`. */
export const externals: readonly External[] = [];
