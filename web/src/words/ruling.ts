/** Sentences of a rule book, which the server makes of names and numbers, as Chinese has them. */
import { phrases } from "./phrases.ts";
import { lang, maybe, term } from "./words.ts";

type Say = (parts: string[], book: string) => string | null;

const GRADES: Record<string, string> = {
  high: "高", exceptional: "极好", plain: "普通", general: "一般", red: "红", green: "绿", dishonest: "失信", excellent: "优良", "very-poor": "很差", yellow: "黄", black: "黑",
  suspended: "停用", certified: "认证", "very-good": "很好", outcast: "弃民", gold: "金", plus: "加", middle: "中", low: "低", lowest: "最低", fair: "尚可", poor: "差", blue: "蓝",
  top: "最高", "excellent-plus": "特优", prime: "上等", bad: "差", star: "星级", ordinary: "一般", good: "良好", card: "持卡", none: "无", outstanding: "优秀",
};
const SAFEGUARDS: Record<string, string> = {
  proportionality: "合乎比例", purpose: "目的限定", expiry: "记录过期", notice: "告知", correction: "更正", appeal: "申诉", repair: "修复",
};
const EXITS: Record<string, string> = {
  "doing what was ordered": "履行", "a settlement": "和解", "the end of the term": "期满", "the creditor's request": "债权人申请", "a correction": "更正", repair: "修复",
  "closure for want of assets": "因无财产终结", death: "死亡", nothing: "无",
};
const WHOLE: Record<string, string> = {
  "counts without end": "永久计入", "adults only": "仅限成人", "for as long as the record counts": "期限同记录", "until one gets off": "直到脱离", "not published": "不公布",
  "published by name": "公布姓名", "published without names": "公布而不具名", "reaches the household": "波及家人", "reaches the legal representative": "波及法定代表人",
  "reaches households that answer for them": "波及连坐的各户", "a company's limits reach its representative": "对企业的限制及于其代表人", "students with campus loans are spared": "有校园贷的学生除外",
  "a creditor may ask for removal": "债权人可申请移出", "a settlement ends a listing": "和解使列名终结", "a case may close for want of assets": "案件可因无财产终结",
};
const HOLDERS: Record<string, string> = { state: "国家", register: "征信系统", commercial: "商业信用分", city: "城市", firms: "企业" };
const WHO: Record<string, string> = { firms: "企业", "the authorities": "国家" };
const KINDS: Record<string, string> = { punish: "惩戒", reward: "激励", both: "奖惩兼有", black: "黑名单", red: "红名单", grey: "灰名单" };
const MOVED: Record<string, string> = { "concern for privacy": "隐私担忧", awareness: "知晓", approval: "认可", "perceived risk of words": "自觉言论风险", "trust in government": "对政府的信任" };
const UNITS: Record<string, string> = {
  point: "分", points: "分", month: "个月", months: "个月", days: "天", day: "天", "working days": "个工作日", years: "年", year: "年", "per year": "次／年", "per month": "次／月", times: "倍",
};

/** One that is not known makes the whole sentence unknown. */
class Unknown extends Error {}

function of(table: Record<string, string>, word: string): string {
  const found = table[word];
  if (found === undefined) throw new Unknown(word);
  return found;
}

function one(id: string): string {
  const found = term(id, "") || phrases[id];
  if (!found) throw new Unknown(id);
  return found;
}

/** A channel may have the id of a gate. */
const channel = (id: string): string => maybe(`channel.${id}`, "") || one(id);
const ones = (ids: string): string => ids.split(/, | and /).map(one).join("、");
const list = (id: string, book: string): string => `“${term(id.includes(".") ? id : `${book}.${id}`, "") || of({}, id)}”`;
const lists = (ids: string, book: string): string => ids.split(", ").map((each) => list(each, book)).join("、");
const grade = (id: string): string => (/^[A-Z]+$/.test(id) ? id : of(GRADES, id));
/** `A 级`, `绿级`, `优秀、优良级`. */
const grades = (ids: string): string => {
  const told = ids.split(/, | or | and /).map(grade).join("、");
  return /[A-Z]$/.test(told) ? `${told} 级` : `${told}级`;
};

/** `60 points`, `15 days`, `30 %`, `0.35 per year`. */
function size(text: string): string {
  if (text === "without end") return "无期限";
  const [, digits = "", unit = ""] = /^([+-]?[\d.,]+(?: %)?)(?: (.+))?$/.exec(text) ?? of({}, text);
  const number = digits.replace(" %", "%").replace("-", "−");
  return unit ? `${number} ${of(UNITS, unit)}` : number;
}

/** Who is meant by a measure. */
function whom(text: string, book: string): string {
  let found = /^those on (\S+)$/.exec(text);
  if (found) return `${list(found[1] ?? "", book)}上的主体`;
  found = /^grade (.+?)(?: in ([\w-]+))?$/.exec(text);
  if (found) return `${found[2] ? one(found[2]) : ""}${spaced(grades(found[1] ?? ""))}的主体`;
  found = /^a score from ([\d.]+)(?: in ([\w-]+))?$/.exec(text);
  if (found) return `${found[2] ? one(found[2]) : ""}自 ${found[1]} 分起的主体`;
  found = /^each bad entry(?: in ([\w-]+))?$/.exec(text);
  if (found) return `${found[1] ? one(found[1]) : ""}每条不良记录的主体`;
  return of({}, text);
}

/** Latin letters stand apart from what goes before. */
const spaced = (text: string): string => (/^[A-Z]/.test(text) ? ` ${text}` : text);

/** How long, where it changes: `24 months, until 2019-01 or 36 months, from 2019-01`. */
function terms(text: string): string {
  return text.split(" or ").map((each) => {
    const [, span = "", grounds, when = ""] = /^(.+?)(?: \(([^)]+)\))?(?:, ((?:from|until) .+))?$/.exec(each) ?? of({}, each);
    const why = grounds ? `（${grounds === "others" ? "其余情形" : ones(grounds)}）` : "";
    return `${size(span)}${why}${when ? `（${dates(when)}）` : ""}`;
  }).join("，");
}

function dates(text: string): string {
  const [, since, until] = /^(?:from (\S+))? ?(?:until (\S+))?$/.exec(text) ?? of({}, text);
  return since && until ? `${since} 至 ${until}` : since ? `自 ${since} 起` : until ? `至 ${until}` : of({}, text);
}

const pairs = (text: string): string => text.split(", ").map((each) => {
  const [, name = "", amount = ""] = /^(\w+) (.+)$/.exec(each) ?? of({}, each);
  return `${one(name)} ${size(amount)}`;
}).join("、");

const MADE: [RegExp, Say][] = [
  [/^(?:from \S+)?(?: ?until \S+)?$/, ([text = ""]) => dates(text)],
  [/^through (.+)$/, ([, ids = ""]) => `经由${ids.split(", ").map(channel).join("、")}`],
  [/^counts for (.+?)( from the end of the conduct)?$/, ([, span = "", end]) => `${end ? "自行为终止起" : ""}计入 ${size(span)}`],
  [/^puts on the list (\S+)$/, ([, id = ""], book) => `列入${list(id, book)}`],
  [/^grade (\S+) at best$/, ([, id = ""]) => `至多为${spaced(grades(id))}`],
  [/^only (.+)$/, ([, ids = ""]) => `仅限${ones(ids)}`],
  [/^(.+) of what is noticed is recorded$/, ([, share = ""]) => `察觉者中 ${size(share)} 被记录`],
  [/^moves the dimension (\w+)$/, ([, id = ""]) => `影响“${one(id)}”维度`],
  [/^starts from (.+) and adds the points of records that count$/, ([, base = ""]) => `起始 ${size(base)}，加上计入记录的分数`],
  [/^at (least|most) (.+)$/, ([, which, amount = ""]) => `至${which === "least" ? "少" : "多"} ${size(amount)}`],
  [/^grade (\S+): always$/, ([, id = ""]) => `${grades(id)}：始终`],
  [/^grade (\S+): (from|below) (.+)$/, ([, id = "", way, amount = ""]) => `${grades(id)}：${way === "from" ? `自 ${size(amount)}起` : `低于 ${size(amount)}`}`],
  [/^grade (.+): inspected (.+) as often as ever$/, ([, ids = "", amount = ""]) => `${grades(ids)}：检查次数为平常的 ${size(amount)}`],
  [/^the newly founded are (\S+) for (.+)$/, ([, id = "", span = ""]) => `新设者 ${size(span)}内为${spaced(grades(id))}`],
  [/^weighs (.+)$/, ([, text = ""]) => `权重：${pairs(text)}`],
  [/^points that move a dimension from nothing to full: (.+)$/, ([, text = ""]) => `使一个维度从零到满的分数：${pairs(text)}`],
  [/^where a dimension starts with no record: (.+)$/, ([, text = ""]) => `没有记录时维度的起点：${pairs(text)}`],
  [/^who may joins by choice: (.+)$/, ([, amount = ""]) => `符合条件者自愿加入：${size(amount)}`],
  [/^guides to a higher score: (.+) the usual effort$/, ([, amount = ""]) => `刷分攻略：平常力气的 ${size(amount)}`],
  [/^those who meet rate each other, up to (.+) either way$/, ([, amount = ""]) => `相遇者互评，上下至多 ${size(amount)}`],
  [/^(.+) of contacts end in a rating$/, ([, share = ""]) => `${size(share)} 的往来以评分结束`],
  [/^a rating counts for (.+)$/, ([, span = ""]) => `一次评分计入 ${size(span)}`],
  [/^the rater's own score weighs (.+)$/, ([, share = ""]) => `评分者自身分数的权重为 ${size(share)}`],
  [/^(.+) of it follows the score of the rated$/, ([, share = ""]) => `其中 ${size(share)} 随被评者的分数而定`],
  [/^([\w-]+), .* \((black|red|grey)\): entered by (.+)$/, ([, id = "", colour = "", ids = ""], book) => `${list(id, book)}（${of(KINDS, colour)}）：因${conducts(ids)}列入`],
  [/^([\w-]+), .* \((black|red|grey)\): entered on grounds: (.+)$/, ([, id = "", colour = "", grounds = ""], book) => `${list(id, book)}（${of(KINDS, colour)}）：因${grounds === "any" ? "任一法定情形" : ones(grounds)}列入`],
  [/^for (.+)$/, ([, text = ""]) => `期限：${terms(text)}`],
  [/^off it by (.+)$/, ([, ways = ""]) => `脱离方式：${ways.split(", ").map((each) => of(EXITS, each)).join("、")}`],
  [/^repair after (.+)$/, ([, span = ""]) => `${size(span)}后可修复`],
  [/^(.+) published by name$/, ([, share = ""]) => `其中 ${size(share)} 公布姓名`],
  [/^lists (\S+)$/, ([, id = ""], book) => `法院列名：${list(id, book)}`],
  [/^limits (\S+)$/, ([, id = ""], book) => `法院限制：${list(id, book)}`],
  [/^a listing lasts (.+)$/, ([, span = ""]) => `列名为期 ${size(span)}`],
  [/^may be extended by (.+)$/, ([, span = ""]) => `可延长 ${size(span)}`],
  [/^every court uses the list after (.+)$/, ([, span = ""]) => `${size(span)}后各法院都使用名单`],
  [/^entries go (.+) after performance$/, ([, span = ""]) => `履行后 ${size(span)}移出`],
  [/^refuses (.+?) to (those on .+|grade .+|a score .+|each bad .+), in (.+) of checks$/, ([, ids = "", who = "", share = ""], book) => `在 ${size(share)} 的审查中拒绝${whom(who, book)}：${ones(ids)}`],
  [/^makes (.+?) easier for (.+), in (.+) of checks$/, ([, ids = "", who = "", share = ""], book) => `在 ${size(share)} 的审查中优待${whom(who, book)}：${ones(ids)}`],
  [/^lets employers dismiss (.+), with a chance of (.+)$/, ([, who = "", share = ""], book) => `雇主可解雇${whom(who, book)}，机会为 ${size(share)}`],
  [/^(.+) to (.+): (.+) of listings arrive, after (.+)$/, ([, ids = "", gates = "", share = "", delay = ""], book) => `${lists(ids, book)}告知${ones(gates)}：${size(share)} 的列名送达，延迟 ${size(delay)}`],
  [/^by the (.+)$/, ([, name = ""]) => `依《${one(name)}》`],
  [/^while ([\w-]+) holds$/, ([, id = ""]) => `以“${one(id)}”有效为限`],
  [/^(\d{4}-\d{2}) (.+) \((punish|reward|both)\)$/, ([, month, name = "", kind = ""]) => `${month} ${one(name)}（${of(KINDS, kind)}）`],
  [/^(\d+) signatories$/, ([, n]) => `${n} 个部门签署`],
  [/^about (.+)$/, ([, ids = ""], book) => `关于${lists(ids, book)}`],
  [/^binds (.+)$/, ([, ids = ""]) => `约束${ones(ids)}`],
  [/^nothing counts longer than (.+)$/, ([, span = ""]) => `任何记录计入不超过 ${size(span)}`],
  [/^([\w-]+) covers (.+) as much$/, ([, id = "", amount = ""]) => `${channel(id)}：覆盖为平常的 ${size(amount)}`],
  [/^([\w-]+) covers (.+)$/, ([, id = "", share = ""]) => `${channel(id)}：覆盖 ${size(share)}`],
  [/^a public map shows (\S+)$/, ([, id = ""], book) => `公开地图显示${list(id, book)}`],
  [/^(.+) of adults look in a month$/, ([, share = ""]) => `每月有 ${size(share)} 的成人查看`],
  [/^of what (.+) pass on to (.+), (.+) is left$/, ([, a = "", b = "", amount = ""]) => `${of(WHO, a)}传给${of(WHO, b)}的内容，余下 ${size(amount)}`],
  [/^(.+) of what (.+) know reaches (.+)$/, ([, share = "", a = "", b = ""]) => `${of(WHO, a)}所知的 ${size(share)} 到达${of(WHO, b) === of(WHO, a) ? "其他" : ""}${of(WHO, b)}`],
  [/^the (\w+)'s data leak (.+)$/, ([, id = "", amount = ""]) => `${of(HOLDERS, id)}的数据泄露 ${size(amount)}`],
  [/^a leak exposes (.+)$/, ([, share = ""]) => `一次泄露暴露 ${size(share)}`],
  [/^data leak (.+) as often under it$/, ([, amount = ""]) => `在其之下数据泄露的频率为 ${size(amount)}`],
  [/^complying costs (.+) companies (.+) of turnover$/, ([, ids = "", share = ""]) => `合规使${ones(ids)}企业付出营业额的 ${size(share)}`],
  [/^moves (.+)$/, ([, text = ""]) => text.split(", ").map((each) => {
    const [, what = "", amount = ""] = /^([a-z ]+?) ([+-]?\d.*)$/.exec(each) ?? of({}, each);
    return `${of(MOVED, what)} ${size(amount)}`;
  }).join("、")],
  [/^(.+) of those offline hear of it$/, ([, share = ""]) => `不上网者中 ${size(share)} 听说`],
  [/^(\d{4}-\d{2}) (.+), for (.+)$/, ([, month, name = "", span = ""]) => `${month} ${own(name)}，为期 ${size(span)}`],
  [/^(\d{4}-\d{2}) (.+)$/, ([, month, name = ""]) => `${month} ${own(name)}`],
  [/^to (.+) companies in (.+)$/, ([, owners = "", sectors = ""]) => `对象：${ones(sectors)}业的${ones(owners)}企业`],
  [/^to be met within (.+)$/, ([, span = ""]) => `限期 ${size(span)}`],
  [/^threatens (.+) of the revenue earned here, (.+) of that through the credit record$/, ([, share = "", part = ""]) => `威胁此处收入的 ${size(share)}，其中 ${size(part)} 通过信用记录`],
  [/^stands until (\S+)$/, ([, until]) => `有效至 ${until}`],
  [/^publicity for the scheme and moral education: (.+) as strong as assumed$/, ([, amount = ""]) => `方案宣传与道德教育：强度为假设的 ${size(amount)}`],
  [/^groups of (\d+) households answer for each other$/, ([, n]) => `每 ${n} 户一组，互相负责`],
  [/^no ([\w-]+)$/, ([, id = ""]) => `没有${of(SAFEGUARDS, id)}`],
  [/^([\w-]+)$/, ([, id = ""]) => SAFEGUARDS[id] ?? conducts(id)],
  [/^(.+?)(?:: ([+-].+))?$/, ([, ids = "", points]) => `${conducts(ids)}${points ? `：${size(points).replace("−0 ", "0 ")}` : ""}`],
];

/** A name that stands with its own Chinese behind it. */
function own(name: string): string {
  const [, found] = /^[\x20-\x7e]+? ([A-Z]*[\u4e00-\u9fff].*)$/.exec(name) ?? [];
  return found ?? one(name);
}

/** `red-light, speeding`, or `all harmful conduct in legal and tax, but not judgment-default`. */
function conducts(text: string): string {
  const [, rule = text, but] = /^(.+?), but not (.+)$/.exec(text) ?? [];
  const told = rule.split(/, (?!but )/).map((each) => {
    const [, valence, domains] = /^all (?:(\w+) )?conduct in (.+)$/.exec(each) ?? [];
    return domains ? `${ones(domains)}领域的全部${valence === "harmful" ? "有害" : valence === "good" ? "良好" : ""}行为` : one(each);
  }).join("、");
  return but ? `${told}（${ones(but)}除外）` : told;
}

function part(text: string, book: string): string {
  if (WHOLE[text]) return WHOLE[text];
  for (const [shape, say] of MADE) {
    const found = shape.exec(text);
    const said = found && say([...found], book);
    if (said) return said;
  }
  throw new Unknown(text);
}

/** A sentence of a book's rules in the page's tongue; itself where a word of it is not known. */
export function ruling(text: string, book: string): string {
  if (lang.get() !== "zh") return text;
  try {
    return phases(text) ?? text.split("; ").map((each) => part(each, book)).join("；");
  } catch (error) {
    if (error instanceof Unknown) return text;
    throw error;
  }
}

/** A phase of a plan: its name, what it does in words of its own, from when until when. */
function phases(text: string): string | null {
  const [, name = "", does = "", when = ""] = /^([a-z ]+): ([A-Z].*?\.)(?:; (.+))?$/.exec(text) ?? [];
  return name && phrases[name] && phrases[does] ? `${phrases[name]}：${phrases[does]}${when ? `（${dates(when)}）` : ""}` : null;
}

const STANDINGS: Record<string, string> = { assumption: "假设", report: "报道", statute: "法规", choice: "选择" };

/** What is behind a rule: `[assumption; 10 to 90 %; S39; confidence K]`. */
export function behind(text: string): string {
  if (lang.get() !== "zh" || !text) return text;
  return text.replace(/^\[(.*)\]$/, "$1").split("; ").map((each) => STANDINGS[each] ?? each
    .replace(/^(-?[\d.,e+]+) to (-?[\d.,e+]+)( %)?$/, (_, low: string, high: string, percent?: string) => `${low} 至 ${high}${percent ? "%" : ""}`)
    .replace(/^confidence (\w)$/, "可信度 $1")).join("；").replace(/^(.+)$/, "［$1］");
}
