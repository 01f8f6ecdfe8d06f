// Family names: some 300 common ones by origin, and parts of which the rare ones are made.
// In: nothing. Out: lists, the frequent ones first.
// Never: a name of a person who exists.
import { words } from "./random.mjs";

export const COMMON = {
  german: words(
    `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch
     Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann
     Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König
     Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel
     Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht
     Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto
     Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn
     Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Beyer Haecker Häcker
     Ernst Lindner Hübner Kramer Franz Peter Jahn Hansen Wenzel Barth Götz Ritter Kunz Kern
     Nowak Riedel Ullrich Fiedler Naumann Förster Uhlig Oelsner Goethner Schaefer Mueller Großmann
     Grossmann Hertwig Löffler Thiele Petzold Geißler Zschoche Tzschentke Röhrig Rößler Noack
     Paul Lohse Kirchner Hempel Eichler Ehrlich Büttner Böttcher Steinbach Trautmann Heinze
     Wünsche Mehlhorn Oehme Kretzschmar Kretschmer Pötzsch Nitzsche Frenzel Preuß Dörfel Opitz
     Buchholz Stephan Assmann Aßmann Zeidler Weigel Weise Seifert Seyfert Meißner Göpfert
     Lindemann Bachmann Rudolph Rudolf Hesse Heyne Kießling Jentzsch Rösler`,
  ),
  sorbian: words(`Nowak Šołta Kral Krawc Měškank Kubaš Cyž Młynk Bryl Ćesla Rězak Hančka`),
  polish: words(
    `Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański
     Woźniak Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski Pawłowski
     Michalski Król Wróbel Jabłoński`,
  ),
  turkish: words(
    `Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan
     Çetin Kara Koç Kurt Özkan Şimşek Güneş Çakır`,
  ),
  vietnamese: words(
    `Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý`,
  ),
  arabic: words(
    `Mohammed Al-Ahmad Hassan Al-Masri Khalil Ibrahim Haddad Saleh Mansour Al-Khatib Nasser
     Darwish Younes Sabbagh Hamdan`,
  ),
  russian: words(
    `Iwanow Petrow Smirnow Kusnezow Popow Wassiljew Sokolow Michailow Fjodorow Morosow Wolkow
     Lebedew Schewtschenko Bondarenko Kowalenko Tkatschuk`,
  ),
};

/** First parts of rare German names. */
export const ROOTS = words(
  `Acker Adel Ahl Alb Alt Amsel Anger Apfel Asch Au Bach Bär Barth Baum Berg Bern Biel Birk Blei
   Blum Bock Boll Born Brach Brand Breit Brück Brun Buch Buchs Burg Busch Dach Damm Deich Diet
   Dill Dorn Dreh Dürr Eben Eber Ehr Eich Eick Eis Eller Els Eng Erb Erl Esch Fahl Falk Farn Feil
   Feld Fels Fink Flach Flos Först Frei Fried Froh Fuhr Fürst Gabel Gans Garb Geb Gehr Geis Gerst
   Gieß Gleich Glock Gold Gott Grab Grad Greif Grimm Groß Grün Gund Haber Hack Häf Hag Hahn Halb
   Hamm Hand Hart Has Haupt Heb Heid Heil Heim Hell Herb Herm Hess Heu Hild Hinz Hirsch Hoch Hof
   Hohl Holl Holz Horn Hub Hütt Ingel Isen Jahr Jost Kahl Kalt Kamm Kant Kar Kehr Kell Kern Kies
   Kirch Klar Kleb Kling Klos Knapp Knob Kohl Korn Kram Kreb Kreuz Kron Krumm Küb Kuhl Kupfer
   Lach Lamm Land Laub Lauf Leb Leh Leim Lerch Leut Lieb Lind Loch Lohr Lös Luch Mahl Mal Mark
   Matt Mauer Mehl Mend Merk Mess Milch Mohr Molt Moos Mühl Münch Nach Nadel Nagel Neid Nest Nieder
   Nuss Ober Ochs Öhl Öster Ott Pech Pfaff Pfeil Pick Plath Pohl Pracht Quast Quell Rab Rad Ram
   Rap Rauch Rebe Reh Reich Reis Rett Rieb Ried Rind Ring Röd Rohr Ros Roth Rübe Ruh Sahl Salz
   Sand Sauer Schad Schall Schar Schatz Scheff Schell Schild Schim Schlag Schleh Schmal Schnabel
   Schön Schrot Schütt Schwab Schwan See Seil Senf Sieb Sieg Silber Sonn Spalt Spar Speck Spiel
   Stahl Stark Staub Steg Stein Stell Stern Stieg Stoll Storch Strauß Streu Strick Stroh Stub Sturm
   Sud Tann Taub Teich Thal Thier Tief Trab Traut Trenk Tropp Trüb Uhl Ulm Unger Vieh Vog Voll
   Wacht Wald Wall Wand Warm Wasser Web Weck Weid Wein Weiß Wend Wermut Wetz Wick Wied Wies Wild
   Wind Wirth Wohl Wörl Wund Zahn Zeh Zeis Zell Zieg Zimmer Zink Zobel Zorn Zschack Zuck Zwing`,
);

/** Last parts of rare German names. */
export const ENDINGS = words(
  `mann er ing ke el ert ler ner bauer hofer meier berger stein hardt wald feld brecht ig itz ow in
   schke ich isch mayer meyer rich bert fried lein le li auer acher inger ner huber bach brink
   brügge burg dorf dörfer egger eisen ens en eck gard hagen hahn haus häuser heim heimer holz horst
   hoff höfer kamp kämper kopf kötter lich ling mer müller nagel rath reiter reuter roth sack schmidt
   schneider schuh sohn städter steiner stätter strauch thal thaler vogel vogt weber weiler wig wirth
   zahn zapf`,
);

/** Syllables of names that no list knows: beginnings, vowels, ends of syllables. */
export const ONSETS = words(
  `B Br D Dr F Fl Fr G Gl Gr H J K Kl Kn Kr L M N P Pfl Pl Pr R S Sch Schl Schm Schn Schw Sp Spr St
   Str T Tr Tsch W Z Zsch Zw`,
);
export const VOWELS = words(`a e i o u ei au ä ö ü ie eu aa oh`);
export const CODAS = words(
  `b ck d f g k l ll lk lm lt m mm mp n nd ng nk nn nz p r rg rk rl rm rn rt s sch ss st t tt tz x z`,
);
export const FOREIGN_ENDINGS = {
  german: words(
    `e er el ert ke ka ig itz ow in isch schke a o ing mann lich nick nik ner ler ick at eit us is au`,
  ),
  sorbian: words(`ka ik ak ska aš jo ić an ńk`),
  polish: words(`ski ński ewicz owicz czyk czak ak ek ik iak owski ewski cki`),
  turkish: words(`oğlu er türk taş kaya demir soy can gil ay baş tekin bulut dağ`),
  vietnamese: words(`h nh ng n m`),
  arabic: words(`i awi an id ir ar at oun eh a`),
  russian: words(`ow jew in enko tschuk skij uk yn ischin`),
};

export const PARTICLES = words(`von von von van de zu von_der van_den di el`);
