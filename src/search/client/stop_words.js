// Words that say nothing, so that no text is found by them.
//
// In comes nothing; out go the folded words of each language, the same as in stop_words.json,
// which the program reads (a test compares both). Never names: nobody is left out for theirs.

export const STOP_WORDS = {
  de: `
    aber als am an auch auf aus bei beim bin bis bist da dabei damit dann das dass dein deine
    dem den denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch
    dort du durch ein eine einem einen einer eines er es etwas euch eur fur gegen gewesen hab
    habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in
    ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinem keinen konnen konnte
    man mein meine meinem meinen meiner mich mir mit muss mussen nach nicht noch nun nur ob
    oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so soll sowie uber um
    und uns unser unsere unter vom von vor war waren was weil welche wenn wer werden wie
    wieder will wir wird wo wurde wurden zu zum zur zwischen`.trim().split(/\s+/),
  en: `
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do doing dos down during each few for from
    further had has have having he her here hers herself him himself his how i if in into is it
    its itself just me more most my myself no nor not now of off on once only or other our
    ours out over own same she should so some such than that the their theirs them themselves
    then there these they this those through to too under until up upon us very was we were
    what when where which while who whom why will with within without would you your yours`.trim().split(/\s+/),
};
