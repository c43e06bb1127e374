import type { Signals } from "./signals.ts";

export const en: Signals = {
  none: " search|engrav|monogram|embroider|(root|ftp|database|db|wi ?fi|router|server|smtp) password|cross ?street|nearest intersection|(class|graduation|grad|model|tax) year|year of graduation|(licen[cs]e|passport) exp| bank (phone|telephone)|house (number|no) (or )?name|address (finder|search|look ?up) $|day of (the )?week|visual (code|verif)|(day|date) of (the )?month|(?<!town) department |^ (save|remember|same|copy) | opt (in|out) | gift (from|to|message|msg|note|option)|^ (for the )?attention( to| of)? (c o )?$|^ attn |image (security|code|text)|(security|code|verification) image|(property|shop|store|butikk) na(me|vn)| find | query |^ (q|s) $| cap?t?cha|(human|robot|spam) (check|test)| math | coupon|promo|voucher|discount|gift (card|certificate|code)|gift ?card| quantity| qty | comment|message|feedback| subject | review | rating | referr|how did you hear| fax | pager | keyword|(reservation|booking|itinerary|policy|claim) (number|no|id|code)|valid from|issue (number|no) |start date|(mother s )?maiden name|card nickname|nickname (for|of)|(delivery|order|shipping|special) (notes?|instructions?|requests?)| friend |password hint| filter | sort | destination | arriv(al|e|ing) | depart(ure|s|ing)? | check ?(in|out) | from date| to date|how many|security (question|answer)|secret (question|answer)|account (type|number|no |nr )|invoice|order (number|id|no )|tracking (number|no|id|code|ref)|^ tracking $| amount |salary| budget | currency | language | locale | time ?zone | (iban|bic|swift|routing) |(vat|tax) (id|number|no) |social security| ssn |display name| of item|brand name| (publication|event|project|pet|hotel|product|team|group|file|album|band|artist|domain|site|list|course|user group|item|post|table|column|menu|tag|role|app|application|page|option|attribute|variable|view|theme|plugin|channel|room|branch|repository|section|routine|trigger|song|track|video|movie|recipe|vehicle|brand|model|supplier|vendor|publisher|class|container|storage|bucket|schema|zone|server|group|gallery|calendar|rule|key|bookmark|report|dashboard|certificate) name|file ?name  |(code|text|characters|letters|word|string|numbers?) (you see|as |shown|in the|above|below|from (the )?(image|picture))|(hidden|shown|displayed) in the|in (the|this) (image|picture)|(pet|friend|father|mother|server|database|host|bank|spouse|child|dog|network|device|printer|computer|machine|folder|category|campaign|template)( s)? (full |first |last |given )?name |name of (your|the|a) (first |favou?rite )?(pet|dog|cat|school|street|book|movie|teacher|friend|product|event|project|company s)|(number of|no of) (people|guests|persons|employees|rooms|adults|children)|passport|confirmation number|(company|organi[sz]ation|business) (size|type|registration)|webhook|place of birth|birth ?(place|town|city|country)|(city|country|town|place) of birth|address (nickname|label)|(recovery|backup) (codes?|key)| zip file|headline| licen[cs]e |patient id|meter reading|(recovery|backup) (?!e ?mail|phone|mobile|tel)|^ pan (number|no|card) |company (id|number|code)|(booking|contract|meter) number|friends? (s )?(name|e ?mail|address)|friend(name|e ?mail)|(payee|beneficiary|cheque) |house name(?! (or |and )?(number|no) (and |or )?(street|road))|high school|nickname this|(former|previous|birth|maiden) (last|family|sur) ?names?|(landing|destination|target|tracking|product|affiliate) (page )?url| origin (city|country|zip|address|port|airport)|(witness|landlord|doctor|physician|coach|emergency contact relationship|veterinarian)( s)? ((full|first|last) ?)?(name|e ?mail|phone|mobile)|emergency contact (full )?name|previous school|(complain|report)ing about|(loyalty|library|reward|rewards|club|bonus|store|student|fidelity|membership) card| ((?<!authorizenet )aim|icq|msn|jabber|skype|linked ?in|facebook|twitter|instagram|telegram|discord|tik ?tok|you ?tube|xing) |yahoo messenger| (from|reply to|ip|mac|wallet|bitcoin|server|billing contact) address|(?<! your) (site|store|shop|workspace|image|video|feed|rss|callback|redirect|repository|webhook|file|logo|icon|avatar|media|photo|picture|thumbnail|audio|embed|auth|token|endpoint|server|api|base|application|app|menu item|source|proxy|git|download|link|bookmark|article|post) url|sub ?domain|on behalf of|last (4|four) |name (at|if|when) |(previous|former) name|honou?ree|(in )?(memory|honou?r) of| tribute |notify (someone|a friend)|inviting person| sponsor|(company|firm) department| price|(spouse( s)?|partner s|next of kin|supervisor( s)?|manager( s)?|referee( s)?|child s|teacher s) ((full|first|last|sur) ?)?(name|e ?mail|phone|mobile|tel)|(city|town|place|country|where) (were|was) (you|he|she) born|exactly as|address title|name of (this|the|your) address|(national|citizen|civil) id|mail server|smtp| host ?name |server (name|address)| slug | vanity |endpoint| jwks |well known|metadata url|ur[il] override|mobile (image|view|menu|layout|width|height|sidebar|theme|banner|icon) |(password|account|licen[cs]e|token|certificate|membership|link|offer|key|document)( \\w+)? expir|url (key|slug|path|alias|handle|prefix|pattern) |country of (manufactur|production|issue|destination)\\w*|national insurance|nhs number|address proof|proof of |colou?r name|(ask|have|your|any) (a |any |us )?questions? |(add|invite) (guests|people|members)|(passkey|(secret|api|access) key) name|name of (the |your |this )?(passkey|key|device)|passkey|country of origin",
  "one-time-code":
    "one time (pass ?)?(code|password|pin)|verification (code|pin)|(sms|auth|authentication|authenticator|login|confirmation|2 fa|mfa|totp|email) (code|pin|token)| otp | totp |2 fa| two factor|digit code| otc |twofa| saotcc | verify ?code |^ digit \\d|code from (your|the) (authenticat|app)| mfa ?(code )?| tfa | passcode ",
  "cc-csc":
    " (cvc|cvv|csc|cid(?! \\d)|cvn|cvd)2? |(card )?(security|verification) (code|number|value|digits?)|card (v ?code|code|verification|validation|id)| ccv2? |(back of|signature panel)|sec code| cvv|cvc |digits? (code )?on (the )?back|signature strip",
  "cc-exp-month":
    "exp\\w*( date)? (mo|mm|month)(?! (yy|and|year| ))|(card|cc) month|month exp|valid\\w* month|(card|cc) mm | exp ?mm |cc ?mo(nth)? | exp mo ",
  "cc-exp-year":
    "exp\\w*( date)? (yr|yy|yyyy|year)|(card|cc) (year|yr|yy) | exp(yr|yy|year) |year exp|valid\\w* year",
  "cc-exp":
    " expir| exp? (date|dt)| expdate |(card|cc) exp| valid (thru|until|to)|(?<! dd) mm (yy|yyyy) $|^ mm (yy|yyyy) |^ (mm|m) (yy|yyyy|y) $",
  "cc-type": "card (type|brand)|type of card|(cc|credit) ?type|payment type",
  "cc-number":
    "(credit|debit|payment|bank) card (number|no|num)|card ?(number|no|num|nr) |(?<!a)cc ?(number|no|num|nr) | (credit|debit) card |number on card| card $|^ pan $|primary account number",
  "cc-given-name": "(card|cc) ?(holder)? ?(first|given) ?name|(first|given) ?name on card",
  "cc-family-name": "(card|cc) ?(holder)? ?(last|family) ?name|(last|family) ?name on card",
  "cc-name":
    "name on (the )?(credit |debit )?card|card ?holder( s)? (full )?name|card ?holder $|(card|cc) ?owner $|(card|cc) ?(name|nm )|owner of (the )?card|name of (the )?card|name as it appears|as (shown |printed )?on (the |your )?card",
  "bday-day": "(birth|dob|bday) ?(date)? (day|dd|d )|day of birth|birthday day|birthdate day",
  "bday-month":
    "(birth|dob|bday) ?(date)? (month|mm|mo|m )|month of birth|birthday month|birth ?month",
  "bday-year":
    "(birth|dob|bday) ?(date)? (year|yyyy|yy|y )|year of birth|birthday year|birth ?year| yob ",
  bday: "birth ?da(y|te)|date of birth| dob | bday (?!phone|tel)|(were|was) (you )?born|^ born | born (on|in)| d o b |when were you born",
  username:
    "user ?(name|id|login)|login ?(name|id)|(sign|log) ?in (name|id|with)|(screen|account|member|profile) ?(name|id )| (login(?! e ?mail)|username|(?<!gwt )uid(?! \\d)|userid|uname|usr|logon|handle) |^ identifier( id)? $|^ id ?token 1 $|^ user $|e ?mail( address)? (or|oder|ou|lub|o|of|eller|tai|vagy|nebo|alebo|sau|veya|atau|или|або|или|ή) |(?<! sms) (or|oder|ou|lub|(?<! para )o|of|eller|tai|vagy|nebo|alebo|sau|veya|atau|или|або|ή) (an |your |de |il |l |el |la )?(e ?mail|адрес)|(member|customer|membership|client) (number|no|id) |nick ?name|(member|customer|membership|client|student|employee)( id| number)? or |(online|access|banking|net|student|employee|login|corporate|apple|ms|windows) id |^ (net|online|access) id $",
  "pin-code": " pin ?code ",
  "member-number":
    "(member|customer|membership|client|loyalty)( ?ship)? (number|no|id)|word \\d|(student|employee|card|customer|client|subscriber) (number|no|id) ",
  email: "e ?mail| mailadd?ress",
  "organization-title":
    "job ?title|(position|title) (at|in) |your role| occupation |^ (your |current |job |business )?(role|position|designation|profession) $|^ profession |^ title position",
  organization:
    "company(?! (address|url|web\\w*|phone|fax|site|city|zip|state|country))|organi[sz]ation|agency name| org name |business ?name| firm | co ?name | employer | institution|school university| school | university ",
  "tel-extension": " ext(ension|n)? (?!gen|comp)| phone ?ext",
  "tel-country-code":
    " isd (code )?$|(country|dial\\w*|calling|phone) ?(prefix|code) | country calling|(phone|tel|mobile) (country|cc )|country calling code|(dial|calling|dialing|dialling) code",
  "tel-area-code": "area ?code| std (code )?$|area city code|(tel|phone|telephone) (\\d )?area ",
  tel: "phone|mobile|sms (number|no)( |$)|(^| )tel | cell |contact number|land ?line|toll ?free|whats ?app|number to reach",
  "postal-code": " zip|post(al)? ?code | postal $|postcode| pin ?code |eircode",
  "address-level2": " city| town | suburb |locality| municipality",
  country: " countr(y|ies)| country ?(code|name|id)|nationality ",
  "address-level1":
    "(?<! (new|change|default|valid|invalid|initial|run|current|order|ticket|task|disabled|active|watch|issue)) state(?!s|ment)| province| administrative area| region | county | prefecture|emirate",
  "address-line3": "(address|addr|street|line) ?(line)? ?3 |third address",
  "address-line2":
    "(address|addr|street|line) ?(line)? ?(2|two) | apt| apartment| suite |(?<! (max|min|value|organi[sz]ational|organi[sz]ation|business|price|per|weight|time)) unit (?!description|price|cost|of |name|type)|  (building|floor) | po box |second address|address (continued|cont)|secondary address|flat (number|no)",
  "street-address": "address(?!es|ee|ed)|street| addr(?!ess)| line (1|one) $",
  "honorific-prefix": " salutation| (name )?prefix | title $| mr mrs|^ prefix $",
  "honorific-suffix": " suffix ",
  "additional-name":
    "mid(dle)? ?(name|initial|nm )|^ middle $|additional name| mi | m i | second name",
  "given-name":
    "first ?(name|nm )|fore ?name|given ?name| f name | fname | christian name|name first | first $|preferred first name",
  "family-name": "last ?(name|nm )|sur ?name|family ?name| l name | lname |name last | last $",
  "full-name":
    "full ?name|first (and |or )?last name|name and surname|complete name|first (and|last) last|name \\(first",
  name: "your ?name| recipient $| addressee|contact person|(customer|contact|recipient|complete|real|legal|display) ?name|(^| )name |^ name",
  sex: " gender | sex | male female",
  newsletter: "news ?letter|mailing ?list| subscri(be|ption) ",
  url: " url | web ?site| home ?page | blog $|blog (address|link)|web ?page",
  honeypot:
    "(?<!(can t|cannot|not) )leave (this )?(field )?(blank|empty)(?! (to|unless|if (you (do|don|want|wish|would)|not|unchanged)))|should be (left )?(empty|blank|unchanged)|(do not|don t) (fill|enter|use this)|honey ?pot",
  "password-again":
    "confirm|repeat|re ?(type|enter|peat)|again|retype|verif| 2 $|^ (re|cf|c|rep) ?pass",
  "password-new": " new |^ new ?pass|creat|choose| set (a|your) |(pick|enter) a |desired",
  "password-old": "current|old |old ?pass|existing|present",
  password: "pass ?(word|wd|phrase)|password| pwd | pass | pin ",
  day: " day | dd |^ d $",
  month: " month | mm | january ",
  year: " year | yyyy | yy | yr ",
  "sign-in": "(log|sign) ?(in|on) |login|welcome back|signin",
  "sign-up":
    "sign ?up|regist|(create|new|open|start)( an?| your| my)?( free| new)? (account|profile|user|customer)|join|subscri|get started|create account|enrol|become|reset (your )?password|new password|change password",
  number: "^ (card )?(number|no|nr|nummer|numero|n mero|numer|номер|cislo|szam) $",
  code: "^ (the |your |enter |enter the |enter your |security |sms |pin )*code $|^ code ",
  "code-sent":
    "(send|get|request) (the |a |me (a |the )?|new |verification |security )*code|(we|ve|just) (have )?(sent|e ?mailed|texted)|sent (to|you)|activat|verif|authenticat|two step|2 step|check your (phone|e ?mail|inbox)|resend|text message|one time|enter the code|confirm (it s|that it s|it is|your) (you|phone|mobile|number|e ?mail|identity)|(the )?code (was|has been) sent",
  "password-lost": " forgot",
  "house-number": "house (number|no|name)|street (number|no) |number",
  "code-word": "code | codes |passcode|(?<!(show|hide) )token ",
  "code-way":
    "sms| text message|we (just )?(sent|text|e ?mail)|sent (to|by|via)|authenticat|from (the|your|an) (app|phone|e ?mail|text|message)|\\d digits?| digits? |activation|two (step|factor)| 2 step|e ?mailed|texted|rsa |by e ?mail|to your e ?mail",
  "code-else":
    "promo|coupon|gift|voucher|discount|captcha|image|picture| zip| post|area|country|(on|of) (the |your )?(back|card|front)|card|referr|invit|colou?r|barcode|product|dress| sort | swift|characters|shown|recover|backup",
  or: " (or) ",
  "tel-with":
    "(with|incl|including|and) (the )?(area|country) code|(area|country) code (and|number)",
  "all-of-them": "^ (all|any)( |$)",
  searches:
    " (search|searching|find|finder|look ?up|locator|locate|show (results|cars|hotels|flights|offers)|compare|filter|quick search) ",
  recipient:
    "recipient|friend|receiver| colleague| invite| someone |honou?ree| spouse| partner s |next of kin|supervisor| referee| witness|landlord|emergency contact|inviting person| sponsor|(child|teacher|manager|doctor|coach) s | tribute ",
  "password-rules":
    "(at least|minimum( of)?|min) \\d| must (contain|include|have|be at least|be between)|\\d (or more )?(characters|chars) |characters (long|minimum)",
};
