import type { Signals } from "./signals.ts";

export const fr: Signals = {
  none: "recherche| nom (du )?site |code promo|bon de reduction|cheque cadeau|carte cadeau|quantite|commentaire| sujet | objet |question (secrete|de securite)|mot cle|(nom|titre|ville|date|lieu) (du|de l|de la|des|de mon|de votre) (produit|evenement|projet|animal|avis|article|mere|pere|fichier)|(lieu|ville|pays|departement|commune|code postal) de naissance|nom de (jeune fille|naissance)|(ville|lieu|aeroport|gare) (d arrivee|de depart|d origine|de destination)|nombre (de|d) (personnes?|voyageurs|passagers|pieces|adultes|enfants|chambres|salaries|articles|invites|nuits|participants)|telecopie|interphone|digicode|numero (de )?(passeport|permis)|recopiez|^ (numero|n) de rue $|(nom|prénom|e ?mail|adresse|mail|courriel)( e ?mail)? (de (votre |ton |l |la |mon )?|du )(ami|conjoint|bénéficiaire|enfant)|carte (de )?(fidélité|membre|avantage)|nom de (l|cette) adresse|^ alias $|personne à (contacter|prévenir)| prix |bénéficiaire|immatriculation|numéro de sécurité sociale|numéro fiscal| siret | siren |dans quelle ville|(4|quatre) derniers|nom de l ecole|en memoire de|carte vitale|nom (de (la )?)?(cle|appareil|passkey)|nom d appareil|nom de l appareil|code de (recuperation|secours)|pays d origine",
  "one-time-code":
    "code (de verification|a usage unique|sms|de confirmation)|code (de validation|d authentification|temporaire|d activation|de connexion)|mot de passe (a usage unique|temporaire)",
  "cc-csc":
    "cryptogramme|code de securite|code de verification|chiffres au dos|numero de controle|^ crypto $|cryptogramme",
  "cc-exp-month": "mois d expiration|expiration mois|mois de validite",
  "cc-exp-year": "annee d expiration|expiration annee|annee de validite",
  "cc-exp": "expiration|validite| mm aa|valable jusqu|expire (fin|le)",
  "cc-type": "type de carte",
  "cc-number":
    "numero de (la )?carte|carte (bancaire|de credit)|n de (la )?carte|numero de cb|n carte",
  "cc-name":
    "titulaire|detenteur d|nom (sur|figurant sur) la carte|nom du porteur|porteur de la carte",
  "bday-day": "jour de naissance|naissance jour",
  "bday-month": "mois de naissance|naissance mois",
  "bday-year": "annee de naissance|naissance annee",
  bday: "naissance|anniversaire| ne e le | ne le |date de naiss",
  username: "identifiant|nom d utilisateur|pseudo",
  email: "courriel|adresse (electronique|mail)| mail | mel ",
  organization: "societe|entreprise|raison sociale|organisme|employeur|etablissement|organisation",
  "tel-country-code": "indicatif",
  tel: "telephone|portable|mobile| tel ",
  "postal-code": "code postal| cp ",
  "address-level2": " ville |commune|localite",
  country: " pays ",
  "address-level1": " departement | region |canton |^ etat $",
  "address-line2": "complement|appartement|batiment| etage|adresse (suite|ligne 2|complementaire)",
  "street-address": "adresse| rue |voie",
  "honorific-prefix": "civilite|madame monsieur| mme m | m mme",
  "given-name": "prenom",
  "family-name": "nom de famille|nom (d usage|patronymique|marital)|nom famille",
  "full-name": "nom complet|nom et prenom|prenom et nom|^ nom prenoms? $|^ prenoms? nom $",
  name: " nom |destinataire|personne a contacter",
  sex: " sexe |^ genre $",
  url: "site (web|internet)|^ (votre |mon )?site $|page web",
  "password-again": "confirm|ressaisi|repete|verifi|retape|saisissez a nouveau|nouveau saisi",
  "password-new": "nouveau|choisi|cree|definir|definissez",
  "password-old": "actuel|ancien",
  password: "mot de passe| mdp ",
  day: " jour | jj ",
  month: " mois | janvier ",
  year: " annee | aaaa | aa ",
  "sign-in": "connexion|connecter|identifi(?!ant)",
  "sign-up":
    "inscri|creer|nouveau (compte|client)|rejoindre|s enregistrer|je cree|creation de compte",
  code: "^ (le |votre |saisissez le |entrez le )?code $",
  "code-sent":
    "envoye(e|s|es)? |(r|me l |code )envoyer|renvoyer|envoyer (le|un) code|verifi|authentification|recu par sms",
  "password-lost": "oublie",
  "house-number":
    "(numero|n|no|nr) (et|de|dans la) (nom de )?(rue|voie)|numero de voie|^ numero | n rue",
  "organization-title":
    "^ (votre )?fonction $|fonction (dans|au sein)|^ (votre )?poste |profession|intitule du poste|metier",
  "code-word": "code ",
  "code-way":
    "recu|chiffres|authentification|temporaire|usage unique|activation|envoye|application|par (sms|e ?mail|mail)",
  "code-else":
    "promo|reduction|cadeau|avantage|image|postal|indicatif|porte|carte|dos|banque|guichet|parrain",
  or: " (ou) ",
  "member-number": "(numero|n) (de )?(client|contrat|dossier|abonne)|numero fiscal",
  "tel-with": "(avec|et) (l )?indicatif",
  "all-of-them": "^ (tous|toutes|toute) ",
  honeypot:
    "laisse[rz] (ce champ )?(vide|vierge)|ne (pas )?rempli(r|ssez) (pas )?ce champ|ne pas remplir",
  searches: " recherch(e|er|ez) | trouver? | trouvez |filtrer",
  recipient: "destinataire| ami(e|s)? |collegue|invite",
  "additional-name": "deuxieme prenom",
  newsletter: "lettre d information|infolettre|abonnez vous|abonnement (a la )?newsletter",
  "password-rules": "doit (contenir|comporter|etre compose)|au moins \\d|\\d caracteres",
};
