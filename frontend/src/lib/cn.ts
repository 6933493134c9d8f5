import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Class names, of which later ones win. */
export const cn = (...classes: ClassValue[]): string => twMerge(clsx(classes));
