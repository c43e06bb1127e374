/**
 * Facts of ISO 3166 that the platform does not know (docs/VALUES.md says where they are from): three-letter
 * codes of countries, the names that lists in English give them, and the codes of some countries' regions.
 */

/** Two letters and three, written together. */
const codes =
  "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE " +
  "BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS " +
  "BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN " +
  "COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST " +
  "EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF " +
  "GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD " +
  "HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM " +
  "JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA " +
  "LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD " +
  "MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM " +
  "NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG " +
  "PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA " +
  "SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD " +
  "STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON " +
  "TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR " +
  "VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE";

/** Three-letter code by two-letter code. */
export const alpha3: ReadonlyMap<string, string> = new Map(
  codes.split(" ").map((code) => [code.slice(0, 2), code.slice(2)]),
);

/** Names beside those of CLDR, in lower case without signs. */
export const otherNames: Readonly<Record<string, readonly string[]>> = {
  AE: ["uae"],
  BN: ["bruneidarussalam"],
  BO: ["boliviaplurinationalstateof", "plurinationalstateofbolivia"],
  BS: ["thebahamas", "bahamasthe"],
  CD: [
    "congothedemocraticrepublicofthe",
    "democraticrepublicofthecongo",
    "drcongo",
    "congodemocraticrepublicofthe",
  ],
  CG: ["congo", "republicofthecongo"],
  CI: ["ivorycoast", "cotedivoire"],
  CN: ["peoplesrepublicofchina", "mainlandchina"],
  CV: ["capeverde"],
  CZ: ["czechrepublic"],
  FK: ["falklandislandsmalvinas", "falklandislands"],
  FM: ["micronesiafederatedstatesof", "federatedstatesofmicronesia"],
  GB: [
    "greatbritain",
    "england",
    "unitedkingdomofgreatbritainandnorthernireland",
    "scotland",
    "wales",
    "northernireland",
  ],
  GM: ["thegambia", "gambiathe"],
  HK: ["hongkong"],
  IE: ["republicofireland"],
  IR: ["iranislamicrepublicof", "islamicrepublicofiran"],
  KP: [
    "koreademocraticpeoplesrepublicof",
    "democraticpeoplesrepublicofkorea",
    "northkorea",
    "koreanorth",
  ],
  KR: ["korearepublicof", "republicofkorea", "southkorea", "koreasouth"],
  LA: ["laopeoplesdemocraticrepublic"],
  MD: ["moldovarepublicof", "republicofmoldova"],
  MF: ["saintmartinfrenchpart"],
  MK: ["macedonia", "macedoniatheformeryugoslavrepublicof"],
  MM: ["burma"],
  MO: ["macao", "macau"],
  NL: ["holland", "thenetherlands", "netherlandsthe"],
  PH: ["thephilippines"],
  PS: ["palestinestateof", "stateofpalestine", "palestinianterritoryoccupied", "palestine"],
  RU: ["russianfederation"],
  SH: ["sainthelenaascensionandtristandacunha"],
  SX: ["sintmaartendutchpart"],
  SY: ["syrianarabrepublic"],
  SZ: ["swaziland"],
  TL: ["easttimor"],
  TR: ["turkey", "turkiye"],
  TW: ["taiwanprovinceofchina", "taiwan"],
  TZ: ["tanzaniaunitedrepublicof", "unitedrepublicoftanzania"],
  US: ["usa", "unitedstatesofamerica", "usa"],
  VA: ["holyseevaticancitystate", "holysee", "vaticancity"],
  VE: ["venezuelabolivarianrepublicof", "bolivarianrepublicofvenezuela"],
  VG: ["virginislandsbritish"],
  VI: ["virginislandsus", "usvirginislands", "virginislandsus"],
  VN: ["vietnam"],
  ZA: ["republicofsouthafrica"],
};

/** Code and name of each region, by country. */
export const regions: Readonly<Record<string, readonly (readonly [string, string])[]>> =
  Object.fromEntries(
    Object.entries({
      US: "AK Alaska|AL Alabama|AR Arkansas|AS American Samoa|AZ Arizona|CA California|CO Colorado|CT Connecticut|DC District of Columbia|DE Delaware|FL Florida|GA Georgia|GU Guam|HI Hawaii|IA Iowa|ID Idaho|IL Illinois|IN Indiana|KS Kansas|KY Kentucky|LA Louisiana|MA Massachusetts|MD Maryland|ME Maine|MI Michigan|MN Minnesota|MO Missouri|MP Northern Mariana Islands|MS Mississippi|MT Montana|NC North Carolina|ND North Dakota|NE Nebraska|NH New Hampshire|NJ New Jersey|NM New Mexico|NV Nevada|NY New York|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VA Virginia|VI Virgin Islands|VT Vermont|WA Washington|WI Wisconsin|WV West Virginia|WY Wyoming",
      CA: "AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon",
      AU: "ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia",
      BR: "AC Acre|AL Alagoas|AM Amazonas|AP Amapá|BA Bahia|CE Ceará|DF Distrito Federal|ES Espírito Santo|GO Goiás|MA Maranhão|MG Minas Gerais|MS Mato Grosso do Sul|MT Mato Grosso|PA Pará|PB Paraíba|PE Pernambuco|PI Piauí|PR Paraná|RJ Rio de Janeiro|RN Rio Grande do Norte|RO Rondônia|RR Roraima|RS Rio Grande do Sul|SC Santa Catarina|SE Sergipe|SP São Paulo|TO Tocantins",
      IT: "AG Agrigento|AL Alessandria|AN Ancona|AP Ascoli Piceno|AQ L'Aquila|AR Arezzo|AT Asti|AV Avellino|BA Bari|BG Bergamo|BI Biella|BL Belluno|BN Benevento|BO Bologna|BR Brindisi|BS Brescia|BT Barletta-Andria-Trani|BZ Bolzano|CA Cagliari|CB Campobasso|CE Caserta|CH Chieti|CL Caltanissetta|CN Cuneo|CO Como|CR Cremona|CS Cosenza|CT Catania|CZ Catanzaro|EN Enna|FC Forlì-Cesena|FE Ferrara|FG Foggia|FI Firenze|FM Fermo|FR Frosinone|GE Genova|GO Gorizia|GR Grosseto|IM Imperia|IS Isernia|KR Crotone|LC Lecco|LE Lecce|LI Livorno|LO Lodi|LT Latina|LU Lucca|MB Monza e Brianza|MC Macerata|ME Messina|MI Milano|MN Mantova|MO Modena|MS Massa-Carrara|MT Matera|NA Napoli|NO Novara|NU Nuoro|OR Oristano|PA Palermo|PC Piacenza|PD Padova|PE Pescara|PG Perugia|PI Pisa|PN Pordenone|PO Prato|PR Parma|PT Pistoia|PU Pesaro e Urbino|PV Pavia|PZ Potenza|RA Ravenna|RC Reggio Calabria|RE Reggio Emilia|RG Ragusa|RI Rieti|RM Roma|RN Rimini|RO Rovigo|SA Salerno|SI Siena|SO Sondrio|SP La Spezia|SR Siracusa|SS Sassari|SU Sud Sardegna|SV Savona|TA Taranto|TE Teramo|TN Trento|TO Torino|TP Trapani|TR Terni|TS Trieste|TV Treviso|UD Udine|VA Varese|VB Verbano-Cusio-Ossola|VC Vercelli|VE Venezia|VI Vicenza|VR Verona|VT Viterbo|VV Vibo Valentia",
    }).map(([country, text]) => [
      country,
      text
        .split("|")
        .map((one) => [one.slice(0, one.indexOf(" ")), one.slice(one.indexOf(" ") + 1)] as const),
    ]),
  );
