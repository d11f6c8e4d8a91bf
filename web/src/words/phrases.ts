/** 库中英文短语与代号的中文；没有的仍用英文。键与库中文字逐字相同。 */
export const phrases: Record<string, string> = {
  // 规则书的小节
  "What it records": "记录什么", "How it scores": "如何计分", "Whom it lists": "把谁列名", "The court's part": "法院的部分", "What follows": "后果", "Who is told": "告知谁",
  Memoranda: "备忘录", "What protects": "保障", "What is seen": "看见什么", "Where data go": "数据去向", "What happens": "发生什么",
  "What is demanded of companies": "对企业的要求", "Publicity and phases": "宣传与阶段", "Who answers for whom": "谁为谁负责",
  // 总判与前沿的各行
  "What the state sees, times what it can refuse": "国家所见，乘以它所能拒绝的", "Critical words left unsaid": "未说出口的批评", "What others than the state get to know": "国家以外者所知",
  "People and firms refused who did nothing wrong": "无过而被拒的个人与企业", "Judgments and rules obeyed": "判决与规则得到遵守", "Honesty towards strangers": "对陌生人诚实",
  Trust: "信任", "Access to credit": "获得信贷", "Court judgments performed": "判决得到履行", "Less harm done to others": "对他人的损害减少", "Fewer people cheated by strangers": "被陌生人欺骗者减少",
  "Trust in strangers": "对陌生人的信任", "Trust in most people": "对多数人的信任", "Loans and cards granted when asked for": "所申请的贷款与信用卡获准",
  "Deals on credit instead of a deposit": "以信用代押金的交易", "Less harm where a city keeps points": "有积分的城市中损害减少", "People with a wrong record standing": "身上有错误记录者",
  "People listed who cannot pay": "列名者中无力偿还者", "Refused for a relative's record, none of their own": "因亲属记录被拒而本人并无记录者", "Neighbours who learn of a listing": "得知列名的邻里",
  "Domains of life known to state or firms": "国家或企业所知的生活领域", "People whose data leaks": "数据遭泄露者", "Earning power lost to measures": "因措施失去的谋生能力",
  "Inequality of access": "机会的不平等", "A wrong record standing, where a city keeps points": "有积分的城市中身上有错误记录者", "Inequality of access, where a city keeps points": "有积分的城市中机会的不平等",
  "An index rises where its parts reach, on average, the smallest effects that matter: below that nobody would notice, and at zero luck alone would choose the side.":
    "各部分平均达到有意义的最小效应时，指数才算上升：在此之下无人会察觉，若以零为界则全凭运气选边。",
  "points of percent": "百分点", "of 1,000 adults": "每千成人", "of 1,000 adults a year": "每千成人每年", "of 1,000 debtors a year": "每千债务人每年",
  "a year and 100 adults": "每百成人每年", "hundredths of a Gini": "基尼系数的百分之一",
  // 假设的单位
  share: "比例", factor: "倍数", rule: "规则", yuan: "元", points: "分", "per month": "每月", "per year": "每年", "per sd": "每标准差", "share of revenue here": "占此处收入的比例", "yuan per point": "元／分",
  // 如何计量
  all: "全体", companies: "企业", offices: "机关", rural: "乡村", mean: "均值", end: "期末", after: "其后", cumulative: "累计", level: "水平",
  // 账本中的故事
  "attempt refused because of kin": "因亲属而被拒的申请", "attempt refused though no rule says so": "并无规则依据而被拒的申请", "cheated by a stranger": "被陌生人欺骗",
  "company on a black list": "列入黑名单的企业", "critical word spoken": "说出口的批评", "data exposed by a leak": "因泄露而暴露的数据", "debtor listed who could not pay": "无力偿还而被列名的债务人",
  "dismissed for a listing": "因列名被解雇", "entry on a red list": "列入红名单", "judgment performed while listed": "列名期间履行的判决", "notice made up to fill a quota": "为凑指标编造的记录",
  "perk enjoyed at a loan": "贷款时得到的优待", "refusals of somebody with a wrong record": "身负错误记录者被拒", "stranger helped": "帮助陌生人",
  "claims that the thesis cites it for": "论文引述它的论断", "no count is given; a sweep": "未给出数目，逐值试算", "state-media reports (S44)": "官媒报道（S44）",
  // 判定的方向
  negligible: "微不足道", reversed: "反向", "negligible or reversed": "微不足道或反向",
  // 一个主体是谁
  male: "男", female: "女", primary: "小学", "junior-high": "初中", "senior-high": "高中", college: "大专以上", pupil: "学生", farmer: "务农", "sole-trader": "个体户",
  "private-firm": "私企雇员", "state-firm": "国企雇员", "foreign-firm": "外企雇员", office: "机关雇员", online: "上网", "pays online": "网上支付", "shops online": "网购", borrower: "有借贷",
  driver: "驾车", "party member": "党员", "opted in": "自愿加入评分", student: "在校学生", farming: "农业", industry: "工业", construction: "建筑", trade: "商贸", transport: "运输",
  "air-carrier": "航空", hospitality: "住宿餐饮", information: "信息", finance: "金融", "real-estate": "房地产", services: "服务", "health-education": "卫生与教育",
  micro: "微型", small: "小型", medium: "中型", large: "大型", private: "民营", state: "国家", "hk-macao-taiwan": "港澳台资", foreign: "外资", firms: "企业", "the state": "国家",
  regulator: "监管机关", "city-hall": "市政府", household: "家人", self: "本人",
  // 行为的领域
  financial: "金融", legal: "法律", commercial: "商业", tax: "税务", traffic: "交通", utilities: "水电", environment: "环境", labour: "劳动", administrative: "行政", civic: "公德",
  family: "家庭", speech: "言论", official: "公务",
  // 出路与缘由
  performance: "履行", settlement: "和解", "creditor-request": "债权人申请", expiry: "期满", correction: "更正", repair: "修复", death: "死亡", "closed-for-want": "因无财产终结",
  appeal: "申诉", list: "名单", register: "征信", "able-but-refuses": "有能力而拒不履行", obstructs: "妨碍执行", evades: "规避执行", "no-asset-report": "不报告财产",
  "breaks-spending-limit": "违反限制消费令", "breaks-settlement": "违反和解", bank: "银行", person: "个人", firm: "企业", worker: "劳动者",
  "score or record": "分数或记录", data: "数据",
};

/** 以制度为名的城市。 */
export const cities: Record<string, string> = {
  rongcheng: "荣成", suining: "睢宁", fuzhou: "福州", xiamen: "厦门", hangzhou: "杭州", suzhou: "苏州", nanjing: "南京",
};
