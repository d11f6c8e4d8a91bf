/** An ECharts chart as SVG, redrawn when its option, the theme or its width changes. */
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { DataZoomInsideComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "preact/hooks";
import { useStore } from "../store.ts";
import { shade } from "../theme.ts";

use([
  LineChart, ScatterChart, BarChart, CustomChart, GridComponent, LegendComponent, TooltipComponent, MarkLineComponent,
  DataZoomInsideComponent, SVGRenderer,
]);

export type Option = Record<string, unknown>;

export const FONT = '"Noto Sans", "Segoe UI", system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", sans-serif';

export interface ChartProps {
  /** Made anew each time it is drawn, so that colours follow the theme. */
  option: (width: number) => Option;
  /** What the option is made from: drawn again when one of these changes. */
  from: unknown[];
  height: number;
  /** What is to be seen, in words. */
  label: string;
  onPick?: (name: string, series: string) => void;
}

export function Chart({ option, from, height, label, onPick }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const make = useRef(option);
  const pick = useRef(onPick);
  make.current = option;
  pick.current = onPick;
  const dark = useStore(shade);

  const draw = (): void => {
    const width = place.current?.clientWidth ?? 0;
    if (width > 0) chart.current?.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...make.current(width) }, true);
  };

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = init(element, null, { renderer: "svg" });
    chart.current = made;
    made.on("click", (event) => pick.current?.(String(event.name), String(event.seriesName)));
    const watcher = new ResizeObserver(() => {
      made.resize();
      draw();
    });
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(draw, [dark, ...from]);

  return <div ref={place} class="chart" style={{ height: `${height}px` }} role="img" aria-label={label} />;
}
