/** How lists call the sexes and address people, in many languages: data, compared as `squeezed` makes texts comparable. */
import { squeezed } from "./text.ts";

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(" ").map(squeezed)));
}

/** Words for male, female and neither. Single letters: `letterPairs`. */
export const sexes: readonly ReadonlySet<string>[] = [
  words(
    "male man men boy mann männlich homme masculin garçon hombre masculino varón maschio uomo maschile homem mannelijk",
    "mężczyzna męski muž mužské mužský muški moški kille mandlig mies férfi bărbat masculino vyras vyriškas vīrietis mees",
    "мужской мужчина муж мъж чоловік чоловіча чоловічий άνδρας άρρεν erkek bay laki-laki pria nam",
    "男 男性 男士 남 남자 남성 ذكر مرد זכר पुरुष ชาย",
  ),
  words(
    "female woman women girl frau weiblich femme féminin fille mujer femenino femenina hembra femmina donna femminile",
    "mulher feminino feminina vrouw vrouwelijk kobieta żeński kobieca žena ženské ženský ženski ženska kvinna kvinde kvinne kvindelig",
    "nainen nő femeie moteris moteriškas sieviete naine женский женщина жен жена жінка жіноча жіночий γυναίκα θήλυ kadın bayan",
    "perempuan wanita nữ 女 女性 女士 여 여자 여성 أنثى زن נקבה महिला หญิง",
  ),
  words(
    "other divers diverse nonbinary non-binary enby neutral x autre otro otra altro outro anders inny inne jiné iné annat andet annet",
    "muu egyéb alt drugo drugi другое інше diğer lainnya khác その他 其他 기타 آخر אחר अन्य อื่นๆ",
  ),
];

/** One letter for male and one for female, where both stand in one list: "m" is a woman beside "h" (hombre, mujer). */
export const letterPairs: readonly (readonly [male: string, female: string])[] = [
  ["m", "f"],
  ["m", "w"],
  ["m", "v"],
  ["m", "k"],
  ["m", "n"],
  ["m", "z"],
  ["h", "f"],
  ["h", "m"],
  ["f", "n"],
  ["e", "k"],
  ["м", "ж"],
  ["ч", "ж"],
  ["α", "θ"],
  ["α", "γ"],
];

/** Words that address the same person, the most neutral first: "Frau" is "Ms" before it is "Mrs". */
export const titles: readonly ReadonlySet<string>[] = [
  words(
    "mr mister sir herr hr monsieur m mons señor sr sig signor signore senhor dhr deheer heer meneer pan herra úr domnul",
    "господин г-н пан κύριος κ bay bapak 先生 様 씨 السيد מר श्री",
  ),
  words(
    "ms frau fr madame mme señora sra signora sigra senhora mevr mevrouw mw pani paní fru rouva doamna",
    "госпожа г-жа пані κυρία κα bayan ibu 女士 السيدة גברת सुश्री",
  ),
  words(
    "mrs frau fr madame mme señora sra signora sigra senhora mevr mevrouw mw pani paní fru rouva doamna",
    "госпожа г-жа пані κυρία κα bayan ibu 太太 부인 السيدة גברת श्रीमती",
  ),
  words(
    "miss fräulein mlle mademoiselle frau señorita srta signorina fröken frk slečna 小姐 아가씨 آنسة कुमारी nona",
  ),
  words("mx divers diverse other"),
  words("dr doctor doktor docteur dottore dott dottssa doutor doctora доктор 博士"),
  words("prof professor professeur profesor professore professora профессор 教授"),
];
