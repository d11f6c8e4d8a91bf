/** Opens the explorer, or fills in the charts of a report page. */
import { render } from "preact";
import { AssessView } from "./assess/view.tsx";
import { BuildView } from "./build/view.tsx";
import { ClaimsView } from "./claims/view.tsx";
import { HeadlineView } from "./headline/view.tsx";
import { LivesView } from "./lives/view.tsx";
import { PortrayalView } from "./portrayal/view.tsx";
import { report, type ReportData } from "./report/report.tsx";
import { RunView } from "./run/view.tsx";
import { Shell } from "./shell.tsx";
import { SystemsView } from "./systems/view.tsx";
import "./theme.ts";
import { tongues } from "./tongues.ts";

const views = {
  run: RunView, claims: ClaimsView, lives: LivesView, systems: SystemsView, portrayal: PortrayalView, headline: HeadlineView,
  assess: AssessView, build: BuildView,
};

function held(): ReportData | null {
  const text = document.getElementById("data")?.textContent;
  if (!text) return null;
  const data = JSON.parse(text) as ReportData;
  return data.view === "report" ? data : null;
}

function begin(): void {
  const data = held();
  const place = document.getElementById("app");
  if (data) report(data);
  else if (place) {
    render(<Shell views={views} />, place);
    tongues();
  }
}

// a report has its script before its last words
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
