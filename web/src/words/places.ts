/** Province-level units: ISO 3166-2 letters, and short names in Chinese for the tiles. */
export const LETTERS: Record<string, string> = {
  beijing: "BJ", tianjin: "TJ", hebei: "HE", shanxi: "SX", "inner-mongolia": "NM", liaoning: "LN", jilin: "JL", heilongjiang: "HL",
  shanghai: "SH", jiangsu: "JS", zhejiang: "ZJ", anhui: "AH", fujian: "FJ", jiangxi: "JX", shandong: "SD", henan: "HA", hubei: "HB",
  hunan: "HN", guangdong: "GD", guangxi: "GX", hainan: "HI", chongqing: "CQ", sichuan: "SC", guizhou: "GZ", yunnan: "YN", tibet: "XZ",
  shaanxi: "SN", gansu: "GS", qinghai: "QH", ningxia: "NX", xinjiang: "XJ",
};

export const TILES_ZH: Record<string, string> = {
  beijing: "北京", tianjin: "天津", hebei: "河北", shanxi: "山西", "inner-mongolia": "内蒙", liaoning: "辽宁", jilin: "吉林", heilongjiang: "黑龙",
  shanghai: "上海", jiangsu: "江苏", zhejiang: "浙江", anhui: "安徽", fujian: "福建", jiangxi: "江西", shandong: "山东", henan: "河南", hubei: "湖北",
  hunan: "湖南", guangdong: "广东", guangxi: "广西", hainan: "海南", chongqing: "重庆", sichuan: "四川", guizhou: "贵州", yunnan: "云南", tibet: "西藏",
  shaanxi: "陕西", gansu: "甘肃", qinghai: "青海", ningxia: "宁夏", xinjiang: "新疆",
};
