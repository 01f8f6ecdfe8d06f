// 200 towns, the frequent ones first, each with its country.
// In: nothing. Out: pairs of a town and a country.
// Never: a street or a number.

const TOWNS = {
  DE: `Leipzig, Dresden, Berlin, Chemnitz, Halle (Saale), Hamburg, München, Köln, Frankfurt am Main,
    Stuttgart, Düsseldorf, Nürnberg, Hannover, Bremen, Magdeburg, Erfurt, Jena, Zwickau, Plauen, Görlitz,
    Bautzen, Weimar, Gera, Potsdam, Cottbus, Rostock, Dessau-Roßlau, Markkleeberg, Markranstädt, Grimma,
    Wurzen, Borna, Delitzsch, Eilenburg, Torgau, Döbeln, Oschatz, Riesa, Meißen, Freiberg, Freital, Pirna,
    Radebeul, Zittau, Löbau, Hoyerswerda, Kamenz, Annaberg-Buchholz, Aue, Glauchau, Meerane, Crimmitschau,
    Werdau, Reichenbach, Auerbach, Altenburg, Schmölln, Zeitz, Naumburg, Weißenfels, Merseburg, Bitterfeld,
    Wittenberg, Köthen, Bernburg, Aschersleben, Quedlinburg, Halberstadt, Wernigerode, Stendal, Salzwedel,
    Gotha, Eisenach, Suhl, Ilmenau, Saalfeld, Rudolstadt, Nordhausen, Mühlhausen, Sömmerda, Apolda, Karlsruhe,
    Mannheim, Heidelberg, Freiburg, Ulm, Tübingen, Konstanz, Augsburg, Regensburg, Würzburg, Bamberg,
    Bayreuth, Hof, Erlangen, Fürth, Ingolstadt, Passau, Kassel, Darmstadt, Wiesbaden, Mainz, Gießen, Marburg,
    Fulda, Trier, Koblenz, Saarbrücken, Bonn, Aachen, Essen, Dortmund, Bochum, Duisburg, Wuppertal, Münster,
    Bielefeld, Paderborn, Siegen, Osnabrück, Oldenburg, Göttingen, Braunschweig, Wolfsburg, Hildesheim, Celle,
    Lüneburg, Kiel, Lübeck, Flensburg, Schwerin, Wismar, Stralsund, Greifswald, Neubrandenburg, Frankfurt (Oder),
    Eberswalde, Brandenburg an der Havel, Senftenberg, Finsterwalde, Schkeuditz, Taucha, Zwenkau, Pegau,
    Bad Lausick, Colditz, Geithain, Mittweida, Limbach-Oberfrohna, Schneeberg, Schwarzenberg`,
  AT: "Wien, Graz, Linz, Salzburg, Innsbruck",
  CH: "Zürich, Basel, Bern, Luzern, St. Gallen",
  PL: "Wrocław, Kraków, Poznań, Łódź, Gdańsk",
  CZ: "Praha, Brno, Plzeň, Ústí nad Labem",
  NL: "Utrecht, Rotterdam, Delft",
  FR: "Paris, Lyon, Strasbourg",
  GB: "London, Manchester",
  US: "New York, Boston, Houston",
  VN: "Hanoi, Đà Nẵng",
  TR: "İstanbul, Ankara, İzmir",
  DK: "København, Århus",
  SE: "Göteborg, Malmö",
  IT: "Milano, Bozen, Trento",
  BE: "Antwerpen, Gent",
  CN: "Shanghai, Beijing, Shenzhen",
  ES: "Barcelona, Sevilla",
};

export const PLACES = Object.entries(TOWNS).flatMap(([country, towns]) =>
  towns.split(/,\s+/u).map((town) => ({ town, country })),
);
