"""Settings and templates of the site that Hugo builds.

In comes nothing, out goes `FILES`: names and texts. The pages are those of Matrikel's site:
texts, lists of fifty, topics, places, years and faculties with a list for each term, feeds, a
sitemap, a page for errors. There is no search, no calendar and no card here, which makes it
easier for Hugo. Never loads anything from elsewhere.
"""

# Title, and the formats: as in Matrikel's site, people have no feed.
SECTIONS = {
    "portraits": {"title": "Geschichten"},
    "directory": {"title": "Verzeichnis", "outputs": ["html"]},
    "events": {"title": "Veranstaltungen"},
}
TAXONOMIES = {"topic": "topics", "place": "places", "year": "years", "faculty": "faculties"}

CONFIG = """\
baseURL = "https://alumni.example.org/"
title = "Alumni der Beispielhochschule"
locale = "de"
titleCaseStyle = "none"
enableRobotsTXT = true
[pagination]
pagerSize = 50
disableAliases = true
[services.rss]
limit = 20
[outputs]
home = ["html"]
section = ["html", "rss"]
taxonomy = ["html"]
term = ["html"]
[taxonomies]
""" + "".join(f'{one} = "{many}"\n' for one, many in TAXONOMIES.items())

BASE = """\
<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/style.css">
{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .RelPermalink }}">{{ end }}
</head>
<body>
<a class="skip" href="#main">Zum Inhalt</a>
<header><a href="/">{{ site.Title }}</a>
{{ partialCached "sections.html" . }}
</header>
<main id="main">
{{ block "main" . }}{{ end }}
</main>
{{ partialCached "footer.html" . }}
</body>
</html>
"""

# Made once and not for each page: to look through all pages on every page would be quadratic, and the
# fault of the template and not of Hugo.
MENU = """\
<nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
"""
FOOTER = """\
<footer><ul>{{ range where site.RegularPages "Section" "" }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></footer>
"""

SINGLE = """\
{{ define "main" }}
<article>
<p class="way"><a href="/">Start</a>{{ with .Parent }} / <a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
<h1>{{ .Title }}</h1>
{{ with .Description }}<p class="lead">{{ . }}</p>{{ end }}
<dl>
{{ range $key := slice "person" "programme" "sector" "employer" "hall" "form" }}{{ with index $.Params $key }}<dt>{{ $key }}</dt><dd>{{ . }}</dd>{{ end }}{{ end }}
{{ range $many := slice "topics" "places" "years" "faculties" }}{{ with $.GetTerms $many }}<dt>{{ $many }}</dt><dd>{{ range . }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</dd>{{ end }}{{ end }}
</dl>
{{ .Content }}
<nav class="near">{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} {{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
</article>
{{ end }}
"""

LIST = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ .Content }}
{{ $pages := .Paginate .Pages }}
<ol>{{ range $pages.Pages }}{{ .Render "item" }}{{ end }}</ol>
<nav class="pages">{{ with $pages.Prev }}<a href="{{ .URL }}">Zurück</a>{{ end }} {{ $pages.PageNumber }} von {{ $pages.TotalPages }} {{ with $pages.Next }}<a href="{{ .URL }}">Weiter</a>{{ end }}</nav>
{{ end }}
"""

TERMS = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> ({{ .Count }})</li>{{ end }}</ul>
{{ end }}
"""

ITEM = """\
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ with .Params.person }}<span>{{ . }}</span>{{ end }} {{ range .Params.years }}<span>{{ . }}</span>{{ end }} <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "02.01.2006" }}</time>
<p>{{ .Description }}</p></li>
"""

HOME = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ .Content }}
<ol>{{ range first 6 (where site.RegularPages "Section" "portraits") }}{{ .Render "item" }}{{ end }}</ol>
<ol>{{ range first 6 (where site.RegularPages "Section" "events") }}{{ .Render "item" }}{{ end }}</ol>
{{ end }}
"""

LOST = '{{ define "main" }}<h1>Nicht gefunden</h1><p>Diese Seite gibt es nicht.</p>{{ end }}\n'
STYLE = "body { font: 1.1rem/1.5 serif; max-width: 70ch; margin: auto } .skip:not(:focus) { position: absolute; left: -99em }\n"

FILES = {
    "hugo.toml": CONFIG,
    "static/style.css": STYLE,
    "layouts/baseof.html": BASE,
    "layouts/_partials/sections.html": MENU,
    "layouts/_partials/footer.html": FOOTER,
    "layouts/single.html": SINGLE,
    "layouts/list.html": LIST,
    "layouts/taxonomy.html": TERMS,
    "layouts/item.html": ITEM,
    "layouts/home.html": HOME,
    "layouts/404.html": LOST,
}
