/** The stories that a ledger holds: how many more of each than in the twin's, and how they would be told. */
import { Figure } from "../parts/figure.tsx";
import { rounded } from "../numbers.ts";
import { NARROW, WIDE } from "../parts/bars.tsx";
import { phrase } from "../words/phrasing.ts";
import { maybe, t } from "../words/words.ts";
import type { Portrayal } from "./types.ts";

const LOW = 3;

export function Stories({ of: data }: { of: Portrayal }) {
  if (!data.ledger) return null;
  const rows = [...data.ledger.stories].sort((a, b) => Math.abs(b.against_twin) - Math.abs(a.against_twin));
  // where there is no room beside the bars, names stand above them
  const narrow = window.innerWidth < NARROW;
  const width = narrow ? 350 : WIDE;
  const room = narrow ? 0 : 270;
  const step = narrow ? 42 : 26;
  const top = narrow ? 18 : 5;
  const most = Math.max(...rows.map((each) => Math.log10(Math.abs(each.against_twin) + 1)), LOW + 1);
  const at = (value: number): number => (Math.max(0, Math.log10(Math.abs(value) + 1) - LOW) / (most - LOW)) * (width - room - 120);
  return (
    <Figure
      title={t("stories-title")} made={`Xinyong · ${data.ledger.made}`} file="xinyong-stories" note={t("stories-note", { made: phrase(data.ledger.made) })}
      rows={() => ({ head: [t("story"), t("theme_"), t("tone"), t("against-twin")], rows: rows.map((each) => [phrase(each.what), maybe(`story.${each.theme}`, each.theme), maybe(`tone.${each.tone}`, each.tone), each.against_twin]) })}
    >
      <svg class="bars" viewBox={`0 0 ${width} ${rows.length * step + 8}`} role="img" aria-label={t("stories-title")}>
        {rows.map((each, k) => {
          const tone = each.tone === "negative" ? "fill-bad" : each.tone === "positive" ? "fill-good" : "fill-soft";
          return (
            <g key={each.id} class={each.against_twin < 0 ? `${tone} fewer` : tone}>
              <title>{`${phrase(each.what)}: ${rounded(each.against_twin)} (${maybe(`tone.${each.tone}`, each.tone)})`}</title>
              <text x={narrow ? 0 : room - 8} y={k * step + (narrow ? 14 : 18)} text-anchor={narrow ? "start" : "end"}>{phrase(each.what)}</text>
              <rect x={room} y={k * step + top} width={Math.max(1, at(each.against_twin))} height={18} />
              <text class="sum" x={room + at(each.against_twin) + 6} y={k * step + top + 13}>{each.against_twin === 0 ? t("the-same") : `${each.against_twin > 0 ? "+" : "−"}${millions(Math.abs(each.against_twin))}`} · {maybe(`tone.${each.tone}`, each.tone)}</text>
            </g>
          );
        })}
      </svg>
    </Figure>
  );
}

function millions(value: number): string {
  return value >= 1e6 ? `${rounded(value / 1e6)} M` : rounded(value);
}
