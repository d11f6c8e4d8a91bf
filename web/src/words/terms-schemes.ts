/** 方案、抽样框与省份的中文名。 */
import { TILES_ZH } from "./places.ts";

export const schemeTerms: Record<string, string> = {
  ...TILES_ZH, "inner-mongolia": "内蒙古", heilongjiang: "黑龙江",
  "frame.national": "全国", "frame.debtors": "债务人（加权抽样）", "frame.firms": "企业（加权抽样）", "frame.carriers": "航空公司", "frame.rongcheng": "荣成（全市）",
  none: "没有任何制度", "all-safeguards": "全部保障齐备", "china-2014": "2014 年末的中国", "china-2020": "中国社会信用体系，2010 至 2020", "china-2026": "2026 年春的中国",
  "appeals-work": "申诉有人听且能成", "spare-the-poor": "法院不列无力偿还者", "city-on-status-quo": "2012 年现状加荣成积分", federated: "分散而不汇集", "full-surveillance": "一切都被看见", "law-only": "只有法律", "law-plus": "2012 年现状加更强的法院",
  "national-score": "全国统一分数（媒体笔下的虚构）", "no-kin": "不波及亲属", "no-points": "不给公民打分", "opt-in": "先征得同意", "pilot-cities": "六十二个示范城市",
  "political-switch": "2019 年起用于批评者", "private-lists": "名单不公开姓名", proportionate: "自始合乎比例", "punish-only": "只罚不奖", "rewards-only": "只奖不罚",
  rumour: "社会信用的传闻", "short-terms": "一年之后不再计", "speech-counts": "言论处处计分", "speech-protected": "言论受保护", "status-quo-2012": "2012 年的现状", "with-remedies": "自始有救济",
  "only-airport-fast-lane": "商业信用分与机场快速通道", "only-baojia": "保甲", "only-civil-aviation": "只有民航信用措施", "only-commercial-score": "只有商业信用分",
  "only-court-list": "法院名单及其传递", "only-credit-china": "法院名单与信用中国", "only-credit-transportation": "只有交通信用", "only-customs-classes": "只有海关信用等级",
  "only-cybersecurity-law": "只有网络安全法", "only-dangan-1953": "1953 年的档案", "only-dangan-1980s": "八十年代的档案", "only-dangan-2000s": "2000 年以来的档案",
  "only-data-breaches": "只有数据泄露", "only-debtor-map": "法院名单与老赖地图", "only-deposit-free": "商业信用分与免押金", "only-enterprise-publicity": "只有企业公示系统",
  "only-enterprise-risk": "只有企业风险分类", "only-environment-credit": "只有环境信用等级", "only-environment-list": "只有严重污染者名单", "only-everyday-refusals": "法院名单与日常拒绝",
  "only-face-payment": "只有刷脸支付", "only-face-swap-app": "只有 2019 年的换脸应用", "only-food-drug-list": "只有食品药品违法名单", "only-fuzhou": "只有福州茉莉分",
  "only-government-sincerity": "只有政务诚信评级", "only-grid-management": "只有网格化管理", "only-hangzhou": "只有杭州钱江分", "only-memoranda": "法院名单与联合惩戒备忘录",
  "only-nanjing": "只有南京市民卡", "only-no-fly": "只有限制乘机名单", "only-no-ride-trains": "只有限制乘火车名单", "only-nosedive": "《急转直下》（虚构）",
  "only-online-morality": "只有网络失信名单", "only-platform-stars": "只有平台星级", "only-red-lists": "只有志愿者与好人红名单", "only-register": "只有征信系统",
  "only-rongcheng": "只有荣成积分", "only-state-access": "只有国家调取私人数据", "only-suining": "只有睢宁积分", "only-suzhou": "只有苏州桂花分", "only-tax-blacklist": "只有重大税收违法名单",
  "only-tax-credit": "只有纳税信用等级", "only-travel-perks": "商业信用分与签证便利", "only-university-check": "法院名单与大学审查", "only-video-surveillance": "只有逐年增多的摄像头",
  "only-villages": "只有荣成村居积分", "only-wage-arrears-list": "只有欠薪名单", "only-western-credit-score": "只有西式信用分", "only-work-unit": "单位与告密", "only-xiamen": "只有厦门白鹭分",
};
