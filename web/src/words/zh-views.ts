/** 运行之外各视图的用语。 */
import type { enViews } from "./en-views.ts";

export const zhViews: Record<keyof typeof enViews, string> = {
  pt: "百分点", effect: "效应", bar: "最小值", all: "全部", words: "词语", everywhere: "各处", against: "对照", note: "附注",
  "verdict.holds": "成立", "verdict.does not hold": "不成立", "verdict.depends": "视情况而定", "verdict.unresolved": "未决", "verdict.not testable here": "此处无法检验",
  "side.disadvantage": "弊", "side.advantage": "利", "side.premise": "前提", "sides.disadvantage": "弊端", "sides.advantage": "益处", "sides.premise": "前提",
  "setting.LAW": "法律", "setting.CITY": "城市", "setting.COM": "商业", "setting.CORP": "企业", "setting.FICT": "虚构",
  "kind.emergent": "涌现", "kind.entailed": "蕴含", "kind.fact": "事实", "kind.calibrated": "校准", "kind.fiction": "虚构",
  "outlet.academic": "学术", "outlet.author": "论文作者", "outlet.government": "政府", "outlet.media": "媒体", "outlet.state-media": "官媒", "outlet.think-tank": "智库",
  "filter.side": "立场", "filter.setting": "情境", "filter.kind": "性质", "filter.verdict": "判定", "filter.outlet": "出处", "filter.year": "年份",
  "shown-of": "{of} 条中的 {n} 条。", "show-all": "全部显示", counts: "各类判定的数目", "how-to-read": "如何阅读",
  "how-verdicts": "q 是效应在所称方向上至少达到“有意义的最小值”的抽样比例。q 达 0.9 为成立，不过 0.1 为不成立，其间为视情况而定；因运气或事件太少而无法分辨者为未决。第一个小图：q 及其区间，虚线在 0.9。第二个：十次抽样中九次的效应，标出零点，虚线为有意义的最小值。只有“涌现”的论断才是发现：其符号不由任何单一假设决定。",
  "q-label": "q {q}，{low} 至 {high}", "effect-label": "效应 {effect}，十次中九次在 {low} 至 {high}；有意义的最小值 {bar}",
  "and-more": "等另外 {n} 处", settled: "由假设决定", "said-by": "出处", mechanism: "所称机制", contrast: "比较", "why-no-knob": "为何不是旋钮",
  "open-in-run": "在“运行”中打开", "n-months": "{n} 个月", measured: "计量：", smallest: "有意义的最小效应：{bar}。",
  "nine-in-ten": "十次抽样中九次的效应：{low} 至 {high}；{draws} 次抽样，各 {seeds} 个种子；运气占方差的 {luck}。",
  "holds-up-to": "若最小效应不超过 {at}，则成立。", "fails-from": "自 {at} 起则不成立。",
  decides: "决定者：", decider: "低于 {at} 时 q 为 {below}，高于时为 {above}（范围 {low} 至 {high} {unit}）。", "may-be-chance": "或属偶然。",
  "run-claim": "在此重跑（{n} 次抽样）", "draws-done": "{of} 个世界中已过 {done} 个", "few-draws": "初看：抽样少，未决者比附带的判定表多。",
};
