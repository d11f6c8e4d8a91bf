/** Opens the explorer, or fills in the charts of a report page. */
import { render } from "preact";
import { Shell } from "./shell.tsx";
import { RunView } from "./run/view.tsx";
import { AssessView } from "./assess/view.tsx";
import { BuildView } from "./build/view.tsx";
import { ClaimsView } from "./claims/view.tsx";
import { HeadlineView } from "./headline/view.tsx";
import { LivesView } from "./lives/view.tsx";
import { PortrayalView } from "./portrayal/view.tsx";
import { SystemsView } from "./systems/view.tsx";
import "./theme.ts";

const views = {
  run: RunView, claims: ClaimsView, lives: LivesView, systems: SystemsView, portrayal: PortrayalView, headline: HeadlineView, assess: AssessView, build: BuildView,
};

const place = document.getElementById("app");
if (place) render(<Shell views={views} />, place);
