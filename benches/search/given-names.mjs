// Given names by origin, the frequent ones first; they belong to nobody.
// In: nothing. Out: for each origin the names of women and of men.
// Never: a name of a person who exists.
import { words } from "./random.mjs";

const list = (women, men) => ({ f: words(women), m: words(men) });

/** Two given names that are written as one are joined by `_` here and by a space in the name. */
export const GIVEN = {
  german: list(
    `Anna Katrin Sabine Susanne Petra Andrea Claudia Julia Stefanie Jana Christine Heike
     Birgit Ute Kerstin Antje Silke Franziska Lena Marie Laura Sophie Johanna Ulrike Käthe
     Brigitte Gisela Renate Monika Ingrid Karin Elke Gabriele Grit Mandy Doreen Nicole Anja
     Jördis Änne Bärbel Zoë Sandra Maria Friederike Charlotte Hannah Luise Paula Greta Rosemarie
     Ilse-Marie Annegret Ann-Kathrin Eva Theresa Wiebke Frauke Solveig Beate Simone`,
    `Thomas Michael Andreas Peter Stefan Christian Matthias Frank Jens Uwe Jörg Wolfgang Klaus
     Jürgen Günter Dieter Bernd Rolf Steffen Sven Torsten Martin Tobias Sebastian Florian Felix
     Jan Paul Max Lukas Jonas Philipp Daniel Alexander Markus René André Ralf Holger Volker
     Karl-Heinz Hans-Jürgen Götz Björn Sören Kai Enno Falk Hartmut Helmut Manfred Siegfried
     Gerhard Walter Heinz Otto Friedrich Johannes Konrad Ludwig Emil Anton Moritz Rüdiger Mike
     Ronny Maik Henrik Clemens Valentin Oskar Till Hagen`,
  ),
  sorbian: list(
    `Hańža Hanka Měrana Ludmila Marka Lejna Wórša`,
    `Měrćin Jurij Jakub Mikławš Křesćan Beno Pětr Handrij`,
  ),
  polish: list(
    `Agnieszka Małgorzata Katarzyna Joanna Elżbieta Łucja Zofia Bożena Grażyna`,
    `Łukasz Paweł Krzysztof Tomasz Wojciech Michał Józef Zbigniew Stanisław`,
  ),
  turkish: list(
    `Ayşe Fatma Emine Zeynep Işıl Gülçin Özlem Şebnem Çiğdem`,
    `Mehmet Mustafa Ahmet Murat Çağlar İbrahim Ömer Uğur Barış`,
  ),
  vietnamese: list(
    `Thị_Lan Minh_Châu Hồng Thu_Hà Ngọc_Ánh Bích Thùy_Linh Mai`,
    `Văn_Hùng Đức Quốc_Anh Tuấn Hoàng Dũng Minh Hữu_Phước`,
  ),
  arabic: list(
    `Fatima Layla Amina Nūr Rania Yasmin Huda`,
    `Mohammed Ahmad Omar Youssef Khalid Tāriq Samir Hassan`,
  ),
  russian: list(
    `Olga Tatjana Swetlana Jelena Natalja Irina Ljudmila`,
    `Sergej Wladimir Dmitrij Andrej Jewgenij Nikolaj Aleksej`,
  ),
};
