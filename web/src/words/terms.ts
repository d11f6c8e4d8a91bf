/** Chinese for things of the model whose library text is English: schemes, frames, indicators, places. */
import { indicatorTerms } from "./terms-indicators.ts";
import { schemeTerms } from "./terms-schemes.ts";

export const terms: Record<string, string> = { ...indicatorTerms, ...schemeTerms };
