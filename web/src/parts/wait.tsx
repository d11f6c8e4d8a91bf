/** While something is fetched, and when it could not be. */
import type { ComponentChildren } from "preact";
import type { Asked } from "../api.ts";
import { t } from "../words/words.ts";
import { Problems } from "./problems.tsx";

export function Wait<T>({ of, children }: { of: Asked<T>; children: (data: T) => ComponentChildren }) {
  if (of.error) return <Problems of={of.error.problems} />;
  if (of.data === null) return <p class="waiting" role="status">{t("loading")}</p>;
  return <>{children(of.data)}</>;
}
