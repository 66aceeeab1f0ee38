// @ts-nocheck: compiled templates are plain JavaScript.
// Made by `npm run generate` from src/report/templates/. Do not edit.

export const style = ":root {\n  --bg: #fff;\n  --fg: #1b1f24;\n  --quiet: #57606a;\n  --line: #d0d7de;\n  --panel: #f6f8fa;\n  --good: #11632b;\n  --goodbg: #dafbe1;\n  --mixed: #7a4b00;\n  --mixedbg: #fff3cf;\n  --bad: #a40e26;\n  --badbg: #ffebe9;\n  --info: #0b4f9e;\n  --infobg: #ddf1ff;\n}\n@media (prefers-color-scheme: dark) {\n  :root {\n    --bg: #0d1117;\n    --fg: #e6edf3;\n    --quiet: #9da7b1;\n    --line: #30363d;\n    --panel: #161b22;\n    --good: #7ee29a;\n    --goodbg: #0f2d18;\n    --mixed: #f2cc60;\n    --mixedbg: #332701;\n    --bad: #ff9d96;\n    --badbg: #3c1111;\n    --info: #8cc8ff;\n    --infobg: #0c2742;\n  }\n}\n* {\n  box-sizing: border-box;\n}\nbody {\n  margin: 0 auto;\n  max-width: 1180px;\n  padding: 1.2rem;\n  background: var(--bg);\n  color: var(--fg);\n  font:\n    15px / 1.5 system-ui,\n    -apple-system,\n    \"Segoe UI\",\n    sans-serif;\n}\nh1 {\n  font-size: 1.6rem;\n  margin: 0.1rem 0 0.8rem;\n  overflow-wrap: anywhere;\n}\nh2 {\n  font-size: 1.2rem;\n  margin: 2rem 0 0.6rem;\n}\nh3 {\n  font-size: 0.95rem;\n  margin: 0.6rem 0 0.3rem;\n}\na {\n  color: var(--info);\n}\n.skip {\n  position: absolute;\n  left: -999px;\n}\n.skip:focus {\n  left: 1rem;\n  top: 0.5rem;\n  background: var(--bg);\n  padding: 0.3rem;\n}\n.product,\n.quiet {\n  color: var(--quiet);\n  margin: 0;\n}\n.facts {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.3rem 1.6rem;\n  margin: 0;\n}\n.facts div {\n  display: flex;\n  gap: 0.4rem;\n}\n.facts dt {\n  color: var(--quiet);\n}\n.facts dd {\n  margin: 0;\n}\nnav {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.2rem 1.2rem;\n  padding: 0.6rem 0;\n  border-bottom: 1px solid var(--line);\n  margin-top: 0.6rem;\n}\n.verdict {\n  margin-top: 1.2rem;\n  padding: 1rem 1.2rem;\n  border-radius: 8px;\n  border: 1px solid var(--line);\n  border-left-width: 6px;\n  background: var(--panel);\n}\n.verdict h2 {\n  margin: 0 0 0.4rem;\n  font-size: 1.35rem;\n}\n.verdict p {\n  margin: 0.15rem 0;\n}\n.verdict.good {\n  border-left-color: var(--good);\n}\n.verdict.mixed {\n  border-left-color: var(--mixed);\n}\n.verdict.bad {\n  border-left-color: var(--bad);\n}\ntable {\n  border-collapse: collapse;\n  width: 100%;\n  margin: 0.4rem 0;\n}\nth,\ntd {\n  text-align: left;\n  padding: 0.3rem 0.6rem;\n  border-bottom: 1px solid var(--line);\n  vertical-align: top;\n}\ntd {\n  overflow-wrap: anywhere;\n}\nthead th {\n  color: var(--quiet);\n  font-weight: 600;\n}\n.n {\n  text-align: right;\n  font-variant-numeric: tabular-nums;\n}\ntbody th {\n  font-weight: 500;\n}\n.bar {\n  width: 26%;\n  min-width: 120px;\n}\n.bar i {\n  display: inline-block;\n  height: 0.75rem;\n  vertical-align: middle;\n}\ni.converted {\n  background: var(--good);\n}\ni.approximated {\n  background: var(--info);\n}\ni.partial {\n  background: var(--mixed);\n}\ni.flagged {\n  background: var(--bad);\n}\n.tag {\n  display: inline-block;\n  font-size: 0.8rem;\n  font-weight: 600;\n  padding: 0 0.45rem;\n  border-radius: 999px;\n  white-space: nowrap;\n}\n.tag.converted {\n  color: var(--good);\n  background: var(--goodbg);\n}\n.tag.approximated,\n.tag.info,\n.tag.notice {\n  color: var(--info);\n  background: var(--infobg);\n}\n.tag.partial,\n.tag.warning {\n  color: var(--mixed);\n  background: var(--mixedbg);\n}\n.tag.flagged,\n.tag.error {\n  color: var(--bad);\n  background: var(--badbg);\n}\n.legend {\n  font-size: 0.9rem;\n}\n.scroll {\n  overflow-x: auto;\n}\ndetails {\n  border: 1px solid var(--line);\n  border-radius: 6px;\n  margin: 0.35rem 0;\n  padding: 0.35rem 0.7rem;\n}\nsummary {\n  cursor: pointer;\n  overflow-wrap: anywhere;\n}\nsummary:focus-visible,\na:focus-visible,\n[tabindex]:focus-visible {\n  outline: 2px solid var(--info);\n  outline-offset: 2px;\n}\n.count {\n  font-variant-numeric: tabular-nums;\n  color: var(--quiet);\n}\n.code,\ncode,\n.name {\n  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;\n  font-size: 0.88em;\n}\n.name {\n  font-weight: 600;\n}\n.kind {\n  color: var(--quiet);\n}\n.sides > div {\n  min-width: 0;\n}\n.sides {\n  display: grid;\n  grid-template-columns: 1fr 1fr;\n  gap: 1rem;\n}\n@media (max-width: 760px) {\n  .sides {\n    grid-template-columns: 1fr;\n  }\n}\ndiv.code {\n  overflow: auto;\n  max-height: 32rem;\n  background: var(--panel);\n  border: 1px solid var(--line);\n  border-radius: 6px;\n  font-size: 0.85rem;\n}\n.lines {\n  margin: 0;\n  padding: 0.4rem 0.6rem 0.4rem 3.4rem;\n}\n.lines li::marker {\n  color: var(--quiet);\n  font-size: 0.85em;\n}\n.lines code {\n  white-space: pre-wrap;\n  overflow-wrap: anywhere;\n}\n.lines .origin {\n  color: var(--quiet);\n  font-size: 0.85em;\n  padding-left: 1rem;\n  user-select: none;\n}\n.lines li.marked {\n  background: var(--mixedbg);\n}\n.inline-findings {\n  padding-left: 1rem;\n  overflow-wrap: anywhere;\n}\nfooter {\n  margin-top: 2rem;\n  border-top: 1px solid var(--line);\n  color: var(--quiet);\n}\n@media print {\n  body {\n    max-width: none;\n    font-size: 11px;\n  }\n  nav,\n  .skip {\n    display: none;\n  }\n  div.code {\n    max-height: none;\n    overflow: visible;\n  }\n  .lines code {\n    white-space: pre-wrap;\n  }\n  details {\n    break-inside: avoid-page;\n  }\n  section {\n    break-before: auto;\n  }\n}\n\n.object-line {\n  margin: 0.2rem 0;\n  padding: 0 0.7rem;\n  overflow-wrap: anywhere;\n}\n"

export const templates = {
  opening: {"0":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div><dt>"
    + alias4(((helper = (helper = lookupProperty(helpers,"label") || (depth0 != null ? lookupProperty(depth0,"label") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"label","hash":{},"data":data,"loc":{"start":{"line":17,"column":33},"end":{"line":17,"column":42}}}) : helper)))
    + "</dt><dd>"
    + alias4(((helper = (helper = lookupProperty(helpers,"value") || (depth0 != null ? lookupProperty(depth0,"value") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"value","hash":{},"data":data,"loc":{"start":{"line":17,"column":51},"end":{"line":17,"column":60}}}) : helper)))
    + "</dd></div>";
},"1":function(container,depth0,helpers,partials,data) {
    return "<a href=\"#run\">Run</a>";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p>"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</p>";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, alias5=container.lambda, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "      <tr><th scope=\"row\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"kind") || (depth0 != null ? lookupProperty(depth0,"kind") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"kind","hash":{},"data":data,"loc":{"start":{"line":41,"column":26},"end":{"line":41,"column":34}}}) : helper)))
    + "</th><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"total") || (depth0 != null ? lookupProperty(depth0,"total") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"total","hash":{},"data":data,"loc":{"start":{"line":41,"column":53},"end":{"line":41,"column":62}}}) : helper)))
    + "</td><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"converted") || (depth0 != null ? lookupProperty(depth0,"converted") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"converted","hash":{},"data":data,"loc":{"start":{"line":41,"column":81},"end":{"line":41,"column":94}}}) : helper)))
    + "</td><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"approximated") || (depth0 != null ? lookupProperty(depth0,"approximated") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"approximated","hash":{},"data":data,"loc":{"start":{"line":41,"column":113},"end":{"line":41,"column":129}}}) : helper)))
    + "</td><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"partial") || (depth0 != null ? lookupProperty(depth0,"partial") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"partial","hash":{},"data":data,"loc":{"start":{"line":41,"column":148},"end":{"line":41,"column":159}}}) : helper)))
    + "</td><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"flagged") || (depth0 != null ? lookupProperty(depth0,"flagged") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"flagged","hash":{},"data":data,"loc":{"start":{"line":41,"column":178},"end":{"line":41,"column":189}}}) : helper)))
    + "</td>\n      <td class=\"bar\" aria-hidden=\"true\"><i class=\"converted\" style=\"width:"
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"shares") : depth0)) != null ? lookupProperty(stack1,"converted") : stack1), depth0))
    + "%\"></i><i class=\"approximated\" style=\"width:"
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"shares") : depth0)) != null ? lookupProperty(stack1,"approximated") : stack1), depth0))
    + "%\"></i><i class=\"partial\" style=\"width:"
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"shares") : depth0)) != null ? lookupProperty(stack1,"partial") : stack1), depth0))
    + "%\"></i><i class=\"flagged\" style=\"width:"
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"shares") : depth0)) != null ? lookupProperty(stack1,"flagged") : stack1), depth0))
    + "%\"></i></td></tr>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section id=\"run\" aria-labelledby=\"run-h\">\n  <h2 id=\"run-h\">What the run moved</h2>\n  <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of the run\"><table>\n    <thead><tr><th scope=\"col\">Table</th><th scope=\"col\" class=\"n\">Read</th><th scope=\"col\" class=\"n\">Written</th><th scope=\"col\" class=\"n\">Set aside</th><th scope=\"col\" class=\"n\">Differing</th><th scope=\"col\" class=\"n\">Seconds</th><th scope=\"col\">Verdict</th></tr></thead>\n    <tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),((stack1 = ((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"run") : stack1)) != null ? lookupProperty(stack1,"tables") : stack1),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":54,"column":11},"end":{"line":54,"column":286}}})) != null ? stack1 : "")
    + "</tbody>\n  </table></div>\n</section>\n";
},"5":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"table") || (depth0 != null ? lookupProperty(depth0,"table") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"table","hash":{},"data":data,"loc":{"start":{"line":54,"column":56},"end":{"line":54,"column":65}}}) : helper)))
    + "</th><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"read") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":54,"column":84},"end":{"line":54,"column":100}}}))
    + "</td><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"written") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":54,"column":119},"end":{"line":54,"column":138}}}))
    + "</td><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"rejected") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":54,"column":157},"end":{"line":54,"column":177}}}))
    + "</td><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"differing") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":54,"column":196},"end":{"line":54,"column":217}}}))
    + "</td><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"seconds") || (depth0 != null ? lookupProperty(depth0,"seconds") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"seconds","hash":{},"data":data,"loc":{"start":{"line":54,"column":236},"end":{"line":54,"column":247}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"verdict") || (depth0 != null ? lookupProperty(depth0,"verdict") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"verdict","hash":{},"data":data,"loc":{"start":{"line":54,"column":256},"end":{"line":54,"column":267}}}) : helper)))
    + "</td></tr>";
},"6":function(container,depth0,helpers,partials,data) {
    return "<p>None.</p>";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "  <details class=\"finding "
    + alias4(((helper = (helper = lookupProperty(helpers,"severity") || (depth0 != null ? lookupProperty(depth0,"severity") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"severity","hash":{},"data":data,"loc":{"start":{"line":63,"column":26},"end":{"line":63,"column":38}}}) : helper)))
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(data && lookupProperty(data,"first")),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":63,"column":39},"end":{"line":63,"column":65}}})) != null ? stack1 : "")
    + ">\n    <summary><b class=\"tag "
    + alias4(((helper = (helper = lookupProperty(helpers,"severity") || (depth0 != null ? lookupProperty(depth0,"severity") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"severity","hash":{},"data":data,"loc":{"start":{"line":64,"column":27},"end":{"line":64,"column":39}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"severity") || (depth0 != null ? lookupProperty(depth0,"severity") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"severity","hash":{},"data":data,"loc":{"start":{"line":64,"column":41},"end":{"line":64,"column":53}}}) : helper)))
    + "</b> <span class=\"code\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"code") || (depth0 != null ? lookupProperty(depth0,"code") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"code","hash":{},"data":data,"loc":{"start":{"line":64,"column":77},"end":{"line":64,"column":85}}}) : helper)))
    + "</span> <span class=\"count\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"count") || (depth0 != null ? lookupProperty(depth0,"count") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"count","hash":{},"data":data,"loc":{"start":{"line":64,"column":113},"end":{"line":64,"column":122}}}) : helper)))
    + "×</span> <span class=\"msg\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"message") || (depth0 != null ? lookupProperty(depth0,"message") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"message","hash":{},"data":data,"loc":{"start":{"line":64,"column":149},"end":{"line":64,"column":160}}}) : helper)))
    + "</span></summary>\n    <p>"
    + alias4(((helper = (helper = lookupProperty(helpers,"explain") || (depth0 != null ? lookupProperty(depth0,"explain") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"explain","hash":{},"data":data,"loc":{"start":{"line":65,"column":7},"end":{"line":65,"column":18}}}) : helper)))
    + "</p>\n    "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"remedy") : depth0),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":66,"column":4},"end":{"line":66,"column":76}}})) != null ? stack1 : "")
    + "\n    "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"effort") : depth0),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":67,"column":4},"end":{"line":67,"column":49}}})) != null ? stack1 : "")
    + "\n    <ul class=\"places\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"places") : depth0),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":68,"column":23},"end":{"line":68,"column":105}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"more") : depth0),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":68,"column":105},"end":{"line":68,"column":174}}})) != null ? stack1 : "")
    + "</ul>\n  </details>\n";
},"8":function(container,depth0,helpers,partials,data) {
    return " open";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<ul>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),(depth0 != null ? lookupProperty(depth0,"remedy") : depth0),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":66,"column":22},"end":{"line":66,"column":64}}})) != null ? stack1 : "")
    + "</ul>";
},"10":function(container,depth0,helpers,partials,data) {
    return "<li>"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</li>";
},"11":function(container,depth0,helpers,partials,data) {
    var helper, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>Work: "
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"effort") || (depth0 != null ? lookupProperty(depth0,"effort") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(depth0 != null ? depth0 : (container.nullContext || {}),{"name":"effort","hash":{},"data":data,"loc":{"start":{"line":67,"column":27},"end":{"line":67,"column":37}}}) : helper)))
    + ".</p>";
},"12":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li><a href=\"#"
    + alias4(((helper = (helper = lookupProperty(helpers,"anchor") || (depth0 != null ? lookupProperty(depth0,"anchor") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"anchor","hash":{},"data":data,"loc":{"start":{"line":68,"column":53},"end":{"line":68,"column":63}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"object") || (depth0 != null ? lookupProperty(depth0,"object") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"object","hash":{},"data":data,"loc":{"start":{"line":68,"column":65},"end":{"line":68,"column":75}}}) : helper)))
    + "</a> "
    + alias4(((helper = (helper = lookupProperty(helpers,"message") || (depth0 != null ? lookupProperty(depth0,"message") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"message","hash":{},"data":data,"loc":{"start":{"line":68,"column":80},"end":{"line":68,"column":91}}}) : helper)))
    + "</li>";
},"13":function(container,depth0,helpers,partials,data) {
    var helper, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>and "
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"more") || (depth0 != null ? lookupProperty(depth0,"more") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(depth0 != null ? depth0 : (container.nullContext || {}),{"name":"more","hash":{},"data":data,"loc":{"start":{"line":68,"column":125},"end":{"line":68,"column":133}}}) : helper)))
    + " more, named at their objects</li>";
},"14":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, alias3=container.hooks.helperMissing, alias4="function", lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><td><code>"
    + alias2(lookupProperty(helpers,"short").call(alias1,(depth0 != null ? lookupProperty(depth0,"source") : depth0),{"name":"short","hash":{},"data":data,"loc":{"start":{"line":79,"column":48},"end":{"line":79,"column":64}}}))
    + "</code></td><td><code>"
    + alias2(lookupProperty(helpers,"short").call(alias1,(depth0 != null ? lookupProperty(depth0,"target") : depth0),{"name":"short","hash":{},"data":data,"loc":{"start":{"line":79,"column":86},"end":{"line":79,"column":102}}}))
    + "</code></td><td class=\"n\">"
    + alias2(((helper = (helper = lookupProperty(helpers,"columns") || (depth0 != null ? lookupProperty(depth0,"columns") : depth0)) != null ? helper : alias3),(typeof helper === alias4 ? helper.call(alias1,{"name":"columns","hash":{},"data":data,"loc":{"start":{"line":79,"column":128},"end":{"line":79,"column":139}}}) : helper)))
    + "</td><td>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"note") : depth0),{"name":"if","hash":{},"fn":container.program(15, data, 0),"inverse":container.program(16, data, 0),"data":data,"loc":{"start":{"line":79,"column":148},"end":{"line":79,"column":244}}})) != null ? stack1 : "")
    + "</td><td><code>"
    + alias2(((helper = (helper = lookupProperty(helpers,"example") || (depth0 != null ? lookupProperty(depth0,"example") : depth0)) != null ? helper : alias3),(typeof helper === alias4 ? helper.call(alias1,{"name":"example","hash":{},"data":data,"loc":{"start":{"line":79,"column":259},"end":{"line":79,"column":270}}}) : helper)))
    + "</code></td></tr>";
},"15":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<b class=\"tag "
    + alias4(((helper = (helper = lookupProperty(helpers,"severity") || (depth0 != null ? lookupProperty(depth0,"severity") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"severity","hash":{},"data":data,"loc":{"start":{"line":79,"column":174},"end":{"line":79,"column":186}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"severity") || (depth0 != null ? lookupProperty(depth0,"severity") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"severity","hash":{},"data":data,"loc":{"start":{"line":79,"column":188},"end":{"line":79,"column":200}}}) : helper)))
    + "</b> "
    + alias4(((helper = (helper = lookupProperty(helpers,"note") || (depth0 != null ? lookupProperty(depth0,"note") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"note","hash":{},"data":data,"loc":{"start":{"line":79,"column":205},"end":{"line":79,"column":213}}}) : helper)));
},"16":function(container,depth0,helpers,partials,data) {
    return "every value fits";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=container.lambda, alias2=container.escapeExpression, alias3=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
    + alias2(alias1(((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"title") : stack1), depth0))
    + "</title>\n<style>"
    + alias2(((helper = (helper = lookupProperty(helpers,"style") || (depth0 != null ? lookupProperty(depth0,"style") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(alias3,{"name":"style","hash":{},"data":data,"loc":{"start":{"line":9,"column":7},"end":{"line":9,"column":16}}}) : helper)))
    + "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n  <p class=\"product\">Crosswalk conversion report</p>\n  <h1>"
    + alias2(alias1(((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"title") : stack1), depth0))
    + "</h1>\n  <dl class=\"facts\">\n    "
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"facts") : stack1),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":4},"end":{"line":17,"column":80}}})) != null ? stack1 : "")
    + "\n  </dl>\n</header>\n<nav aria-label=\"Sections\">\n  <a href=\"#verdict\">Verdict</a>\n  <a href=\"#kinds\">By kind</a>\n  "
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"run") : stack1),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":2},"end":{"line":23,"column":47}}})) != null ? stack1 : "")
    + "\n  <a href=\"#findings\">Findings</a>\n  <a href=\"#fidelity\">Data fidelity</a>\n  <a href=\"#objects\">Objects</a>\n  <a href=\"#coverage\">Coverage</a>\n</nav>\n<main id=\"main\">\n<section id=\"verdict\" class=\"verdict "
    + alias2(alias1(((stack1 = ((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"verdict") : stack1)) != null ? lookupProperty(stack1,"tone") : stack1), depth0))
    + "\" aria-labelledby=\"verdict-h\">\n  <h2 id=\"verdict-h\">"
    + alias2(alias1(((stack1 = ((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"verdict") : stack1)) != null ? lookupProperty(stack1,"headline") : stack1), depth0))
    + "</h2>\n  "
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = ((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"verdict") : stack1)) != null ? lookupProperty(stack1,"lines") : stack1),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":32,"column":2},"end":{"line":32,"column":54}}})) != null ? stack1 : "")
    + "\n</section>\n\n<section id=\"kinds\" aria-labelledby=\"kinds-h\">\n  <h2 id=\"kinds-h\">What converts, by kind</h2>\n  <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of kinds\"><table>\n    <thead><tr><th scope=\"col\">Kind</th><th scope=\"col\" class=\"n\">Total</th><th scope=\"col\" class=\"n\">Converted</th><th scope=\"col\" class=\"n\">Approximated</th><th scope=\"col\" class=\"n\">Partial</th><th scope=\"col\" class=\"n\">Flagged</th><th scope=\"col\"><span class=\"quiet\">Share</span></th></tr></thead>\n    <tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"kinds") : stack1),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":40,"column":4},"end":{"line":43,"column":13}}})) != null ? stack1 : "")
    + "    </tbody>\n  </table></div>\n  <p class=\"legend\"><b class=\"tag converted\">converted</b> the target has its equal <b class=\"tag approximated\">approximated</b> there, but it may behave differently; a finding says how <b class=\"tag partial\">partial</b> some of its parts are missing <b class=\"tag flagged\">flagged</b> nothing on the target</p>\n</section>\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"run") : stack1),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":49,"column":0},"end":{"line":57,"column":7}}})) != null ? stack1 : "")
    + "\n<section id=\"findings\" aria-labelledby=\"findings-h\">\n  <h2 id=\"findings-h\">Findings that matter</h2>\n  "
    + ((stack1 = lookupProperty(helpers,"unless").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"topFindings") : stack1),{"name":"unless","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":61,"column":2},"end":{"line":61,"column":53}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"topFindings") : stack1),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":62,"column":2},"end":{"line":70,"column":11}}})) != null ? stack1 : "")
    + "  <p>Effort: "
    + alias2(alias1(((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"effort") : stack1), depth0))
    + ". It is the sum of the minutes that each finding's entry in the catalogue allows.</p>\n</section>\n\n<section id=\"fidelity\" aria-labelledby=\"fidelity-h\">\n  <h2 id=\"fidelity-h\">Data fidelity</h2>\n  <p>Every pair of column types, and what happens to values on the way. A pair without a note keeps every value.</p>\n  <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of types\"><table>\n    <thead><tr><th scope=\"col\">Source type</th><th scope=\"col\">Target type</th><th scope=\"col\" class=\"n\">Columns</th><th scope=\"col\">What to know</th><th scope=\"col\">For example</th></tr></thead>\n    <tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"fidelity") : stack1),{"name":"each","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":79,"column":11},"end":{"line":79,"column":296}}})) != null ? stack1 : "")
    + "</tbody>\n  </table></div>\n</section>\n\n<section id=\"objects\" aria-labelledby=\"objects-h\">\n  <h2 id=\"objects-h\">Objects</h2>\n  <p>Those that need a person come first. Open one to see both sides.</p>\n";
},"useData":true},
  object: {"0":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "  <p class=\"object-line\" id=\""
    + alias4(((helper = (helper = lookupProperty(helpers,"anchor") || (depth0 != null ? lookupProperty(depth0,"anchor") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"anchor","hash":{},"data":data,"loc":{"start":{"line":1,"column":41},"end":{"line":1,"column":51}}}) : helper)))
    + "\"><b class=\"tag "
    + alias4(((helper = (helper = lookupProperty(helpers,"status") || (depth0 != null ? lookupProperty(depth0,"status") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"status","hash":{},"data":data,"loc":{"start":{"line":1,"column":67},"end":{"line":1,"column":77}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"status") || (depth0 != null ? lookupProperty(depth0,"status") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"status","hash":{},"data":data,"loc":{"start":{"line":1,"column":79},"end":{"line":1,"column":89}}}) : helper)))
    + "</b> <span class=\"kind\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"kind") || (depth0 != null ? lookupProperty(depth0,"kind") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"kind","hash":{},"data":data,"loc":{"start":{"line":1,"column":113},"end":{"line":1,"column":121}}}) : helper)))
    + "</span> <span class=\"name\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"name") || (depth0 != null ? lookupProperty(depth0,"name") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"name","hash":{},"data":data,"loc":{"start":{"line":1,"column":148},"end":{"line":1,"column":156}}}) : helper)))
    + "</span> <span class=\"quiet\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"proof") || (depth0 != null ? lookupProperty(depth0,"proof") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"proof","hash":{},"data":data,"loc":{"start":{"line":1,"column":184},"end":{"line":1,"column":193}}}) : helper)))
    + "</span></p>\n";
},"1":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "  <details class=\"object\" id=\""
    + alias4(((helper = (helper = lookupProperty(helpers,"anchor") || (depth0 != null ? lookupProperty(depth0,"anchor") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"anchor","hash":{},"data":data,"loc":{"start":{"line":2,"column":38},"end":{"line":2,"column":48}}}) : helper)))
    + "\">\n    <summary><b class=\"tag "
    + alias4(((helper = (helper = lookupProperty(helpers,"status") || (depth0 != null ? lookupProperty(depth0,"status") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"status","hash":{},"data":data,"loc":{"start":{"line":3,"column":27},"end":{"line":3,"column":37}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"status") || (depth0 != null ? lookupProperty(depth0,"status") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"status","hash":{},"data":data,"loc":{"start":{"line":3,"column":39},"end":{"line":3,"column":49}}}) : helper)))
    + "</b> <span class=\"kind\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"kind") || (depth0 != null ? lookupProperty(depth0,"kind") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"kind","hash":{},"data":data,"loc":{"start":{"line":3,"column":73},"end":{"line":3,"column":81}}}) : helper)))
    + "</span> <span class=\"name\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"name") || (depth0 != null ? lookupProperty(depth0,"name") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"name","hash":{},"data":data,"loc":{"start":{"line":3,"column":108},"end":{"line":3,"column":116}}}) : helper)))
    + "</span> <span class=\"quiet\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"proof") || (depth0 != null ? lookupProperty(depth0,"proof") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"proof","hash":{},"data":data,"loc":{"start":{"line":3,"column":144},"end":{"line":3,"column":153}}}) : helper)))
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"findings") : depth0),{"name":"if","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":153},"end":{"line":3,"column":236}}})) != null ? stack1 : "")
    + "</span></summary>\n    "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"where") : depth0),{"name":"if","hash":{},"fn":container.program(4, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":4},"end":{"line":4,"column":62}}})) != null ? stack1 : "")
    + "\n    "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"reason") : depth0),{"name":"if","hash":{},"fn":container.program(5, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":4},"end":{"line":5,"column":57}}})) != null ? stack1 : "")
    + "\n    "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"findings") : depth0),{"name":"if","hash":{},"fn":container.program(6, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":4},"end":{"line":6,"column":269}}})) != null ? stack1 : "")
    + "\n    "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"brief") : depth0),{"name":"if","hash":{},"fn":container.program(9, data, 0, blockParams, depths),"inverse":container.program(10, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":7,"column":4},"end":{"line":11,"column":17}}})) != null ? stack1 : "")
    + "\n    "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"parts") : depth0),{"name":"if","hash":{},"fn":container.program(15, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":4},"end":{"line":12,"column":503}}})) != null ? stack1 : "")
    + "\n  </details>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ", "
    + container.escapeExpression(container.lambda(((stack1 = (depth0 != null ? lookupProperty(depth0,"findings") : depth0)) != null ? lookupProperty(stack1,"length") : stack1), depth0))
    + " finding"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(helpers,"many").call(alias1,(depth0 != null ? lookupProperty(depth0,"findings") : depth0),{"name":"many","hash":{},"data":data,"loc":{"start":{"line":3,"column":204},"end":{"line":3,"column":219}}}),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":198},"end":{"line":3,"column":229}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    return "s";
},"4":function(container,depth0,helpers,partials,data) {
    var helper, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"quiet\">Source: "
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"where") || (depth0 != null ? lookupProperty(depth0,"where") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(depth0 != null ? depth0 : (container.nullContext || {}),{"name":"where","hash":{},"data":data,"loc":{"start":{"line":4,"column":42},"end":{"line":4,"column":51}}}) : helper)))
    + "</p>";
},"5":function(container,depth0,helpers,partials,data) {
    var helper, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>Why no higher: "
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"reason") || (depth0 != null ? lookupProperty(depth0,"reason") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(depth0 != null ? depth0 : (container.nullContext || {}),{"name":"reason","hash":{},"data":data,"loc":{"start":{"line":5,"column":36},"end":{"line":5,"column":46}}}) : helper)))
    + "</p>";
},"6":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<ul class=\"inline-findings\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),(depth0 != null ? lookupProperty(depth0,"findings") : depth0),{"name":"each","hash":{},"fn":container.program(7, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":48},"end":{"line":6,"column":257}}})) != null ? stack1 : "")
    + "</ul>";
},"7":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, helper, alias1=container.escapeExpression, alias2=depth0 != null ? depth0 : (container.nullContext || {}), alias3=container.hooks.helperMissing, alias4="function", lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li id=\""
    + alias1(container.lambda((depths[1] != null ? lookupProperty(depths[1],"anchor") : depths[1]), depth0))
    + "-"
    + alias1(((helper = (helper = lookupProperty(helpers,"id") || (depth0 != null ? lookupProperty(depth0,"id") : depth0)) != null ? helper : alias3),(typeof helper === alias4 ? helper.call(alias2,{"name":"id","hash":{},"data":data,"loc":{"start":{"line":6,"column":88},"end":{"line":6,"column":94}}}) : helper)))
    + "\"><b class=\"tag "
    + alias1(((helper = (helper = lookupProperty(helpers,"severity") || (depth0 != null ? lookupProperty(depth0,"severity") : depth0)) != null ? helper : alias3),(typeof helper === alias4 ? helper.call(alias2,{"name":"severity","hash":{},"data":data,"loc":{"start":{"line":6,"column":110},"end":{"line":6,"column":122}}}) : helper)))
    + "\">"
    + alias1(((helper = (helper = lookupProperty(helpers,"id") || (depth0 != null ? lookupProperty(depth0,"id") : depth0)) != null ? helper : alias3),(typeof helper === alias4 ? helper.call(alias2,{"name":"id","hash":{},"data":data,"loc":{"start":{"line":6,"column":124},"end":{"line":6,"column":130}}}) : helper)))
    + "</b> <span class=\"code\">"
    + alias1(((helper = (helper = lookupProperty(helpers,"code") || (depth0 != null ? lookupProperty(depth0,"code") : depth0)) != null ? helper : alias3),(typeof helper === alias4 ? helper.call(alias2,{"name":"code","hash":{},"data":data,"loc":{"start":{"line":6,"column":154},"end":{"line":6,"column":162}}}) : helper)))
    + "</span> "
    + alias1(((helper = (helper = lookupProperty(helpers,"message") || (depth0 != null ? lookupProperty(depth0,"message") : depth0)) != null ? helper : alias3),(typeof helper === alias4 ? helper.call(alias2,{"name":"message","hash":{},"data":data,"loc":{"start":{"line":6,"column":170},"end":{"line":6,"column":181}}}) : helper)))
    + ((stack1 = lookupProperty(helpers,"if").call(alias2,(depth0 != null ? lookupProperty(depth0,"line") : depth0),{"name":"if","hash":{},"fn":container.program(8, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":181},"end":{"line":6,"column":243}}})) != null ? stack1 : "")
    + "</li>";
},"8":function(container,depth0,helpers,partials,data) {
    var helper, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " <span class=\"quiet\">(line "
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"line") || (depth0 != null ? lookupProperty(depth0,"line") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(depth0 != null ? depth0 : (container.nullContext || {}),{"name":"line","hash":{},"data":data,"loc":{"start":{"line":6,"column":220},"end":{"line":6,"column":228}}}) : helper)))
    + ")</span>";
},"9":function(container,depth0,helpers,partials,data) {
    return "<p class=\"quiet\">Told in brief to keep this page readable: the code is under sql/, the rest in ledger.json and findings.json.</p>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n    <div class=\"sides\">\n      <div><h3>Source</h3>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"source") : depth0),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.program(12, data, 0),"data":data,"loc":{"start":{"line":9,"column":26},"end":{"line":9,"column":140}}})) != null ? stack1 : "")
    + "</div>\n      <div><h3>Target</h3>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"targets") : depth0),{"name":"each","hash":{},"fn":container.program(13, data, 0),"inverse":container.program(14, data, 0),"data":data,"loc":{"start":{"line":10,"column":26},"end":{"line":10,"column":184}}})) != null ? stack1 : "")
    + "</div>\n    </div>";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"code"),depth0,{"name":"code","hash":{"label":lookupProperty(helpers,"concat").call(depth0 != null ? depth0 : (container.nullContext || {}),"Source of ",(depth0 != null ? lookupProperty(depth0,"name") : depth0),{"name":"concat","hash":{},"data":data,"loc":{"start":{"line":9,"column":68},"end":{"line":9,"column":94}}}),"lines":(depth0 != null ? lookupProperty(depth0,"source") : depth0)},"data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    return "<p class=\"quiet\">No text.</p>";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"quiet file\">"
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"file") || (depth0 != null ? lookupProperty(depth0,"file") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(alias1,{"name":"file","hash":{},"data":data,"loc":{"start":{"line":10,"column":65},"end":{"line":10,"column":73}}}) : helper)))
    + "</p>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"code"),depth0,{"name":"code","hash":{"label":lookupProperty(helpers,"concat").call(alias1,"Target ",(depth0 != null ? lookupProperty(depth0,"file") : depth0),{"name":"concat","hash":{},"data":data,"loc":{"start":{"line":10,"column":104},"end":{"line":10,"column":127}}}),"lines":(depth0 != null ? lookupProperty(depth0,"lines") : depth0)},"data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"14":function(container,depth0,helpers,partials,data) {
    return "<p class=\"quiet\">Nothing was made.</p>";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=container.escapeExpression, alias2=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"parts\"><summary>"
    + alias1(container.lambda(((stack1 = (depth0 != null ? lookupProperty(depth0,"parts") : depth0)) != null ? lookupProperty(stack1,"length") : stack1), depth0))
    + " part"
    + ((stack1 = lookupProperty(helpers,"if").call(alias2,lookupProperty(helpers,"many").call(alias2,(depth0 != null ? lookupProperty(depth0,"parts") : depth0),{"name":"many","hash":{},"data":data,"loc":{"start":{"line":12,"column":76},"end":{"line":12,"column":88}}}),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":70},"end":{"line":12,"column":98}}})) != null ? stack1 : "")
    + "</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Parts of "
    + alias1(((helper = (helper = lookupProperty(helpers,"name") || (depth0 != null ? lookupProperty(depth0,"name") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(alias2,{"name":"name","hash":{},"data":data,"loc":{"start":{"line":12,"column":176},"end":{"line":12,"column":184}}}) : helper)))
    + "\"><table><thead><tr><th scope=\"col\">Part</th><th scope=\"col\">Name</th><th scope=\"col\">Status</th><th scope=\"col\">Target</th></tr></thead><tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias2,(depth0 != null ? lookupProperty(depth0,"parts") : depth0),{"name":"each","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":328},"end":{"line":12,"column":464}}})) != null ? stack1 : "")
    + "</tbody></table></div></details>";
},"16":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"kind") || (depth0 != null ? lookupProperty(depth0,"kind") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"kind","hash":{},"data":data,"loc":{"start":{"line":12,"column":351},"end":{"line":12,"column":359}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"name") || (depth0 != null ? lookupProperty(depth0,"name") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"name","hash":{},"data":data,"loc":{"start":{"line":12,"column":368},"end":{"line":12,"column":376}}}) : helper)))
    + "</td><td><b class=\"tag "
    + alias4(((helper = (helper = lookupProperty(helpers,"status") || (depth0 != null ? lookupProperty(depth0,"status") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"status","hash":{},"data":data,"loc":{"start":{"line":12,"column":399},"end":{"line":12,"column":409}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"status") || (depth0 != null ? lookupProperty(depth0,"status") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"status","hash":{},"data":data,"loc":{"start":{"line":12,"column":411},"end":{"line":12,"column":421}}}) : helper)))
    + "</b></td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"targets") || (depth0 != null ? lookupProperty(depth0,"targets") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"targets","hash":{},"data":data,"loc":{"start":{"line":12,"column":434},"end":{"line":12,"column":445}}}) : helper)))
    + "</td></tr>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),(depth0 != null ? lookupProperty(depth0,"line") : depth0),{"name":"if","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.program(1, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "");
},"usePartial":true,"useData":true,"useDepths":true},
  closing: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of statements\"><table><thead><tr><th scope=\"col\">Statement</th><th scope=\"col\">Handling</th><th scope=\"col\" class=\"n\">Count</th></tr></thead><tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"statements") : stack1),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":238},"end":{"line":6,"column":355}}})) != null ? stack1 : "")
    + "</tbody></table></div>";
},"1":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"kind") || (depth0 != null ? lookupProperty(depth0,"kind") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"kind","hash":{},"data":data,"loc":{"start":{"line":6,"column":271},"end":{"line":6,"column":279}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"handling") || (depth0 != null ? lookupProperty(depth0,"handling") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"handling","hash":{},"data":data,"loc":{"start":{"line":6,"column":288},"end":{"line":6,"column":300}}}) : helper)))
    + "</td><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"count") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":6,"column":319},"end":{"line":6,"column":336}}}))
    + "</td></tr>";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of support objects\"><table><thead><tr><th scope=\"col\">Support object</th><th scope=\"col\" class=\"n\">Used by</th><th scope=\"col\">Objects that call it</th><th scope=\"col\">File</th><th scope=\"col\">Proof</th></tr></thead><tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"support") : stack1),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":310},"end":{"line":7,"column":483}}})) != null ? stack1 : "")
    + "</tbody></table></div>";
},"3":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><td><code>"
    + alias4(((helper = (helper = lookupProperty(helpers,"target") || (depth0 != null ? lookupProperty(depth0,"target") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"target","hash":{},"data":data,"loc":{"start":{"line":7,"column":346},"end":{"line":7,"column":356}}}) : helper)))
    + "</code></td><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"uses") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":7,"column":382},"end":{"line":7,"column":398}}}))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"users") || (depth0 != null ? lookupProperty(depth0,"users") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"users","hash":{},"data":data,"loc":{"start":{"line":7,"column":407},"end":{"line":7,"column":416}}}) : helper)))
    + "</td><td><code>"
    + alias4(((helper = (helper = lookupProperty(helpers,"file") || (depth0 != null ? lookupProperty(depth0,"file") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"file","hash":{},"data":data,"loc":{"start":{"line":7,"column":431},"end":{"line":7,"column":439}}}) : helper)))
    + "</code></td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"proof") || (depth0 != null ? lookupProperty(depth0,"proof") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"proof","hash":{},"data":data,"loc":{"start":{"line":7,"column":455},"end":{"line":7,"column":464}}}) : helper)))
    + "</td></tr>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "</section>\n\n<section id=\"coverage\" aria-labelledby=\"coverage-h\">\n  <h2 id=\"coverage-h\">Coverage</h2>\n  <p>Statements of the source that make no object, and what the target needs besides the objects above. A function that nobody calls any more can be dropped: write the calls of those that are used least in the target's own words first.</p>\n  "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"statements") : stack1),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":2},"end":{"line":6,"column":384}}})) != null ? stack1 : "")
    + "\n  "
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"support") : stack1),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":2},"end":{"line":7,"column":512}}})) != null ? stack1 : "")
    + "\n</section>\n</main>\n<footer><p>Figures come from ledger.json and findings.json beside this file. <code>crosswalk explain CODE</code> prints what a code means.</p></footer>\n</body>\n</html>\n";
},"useData":true},
  code: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li value=\""
    + alias4(((helper = (helper = lookupProperty(helpers,"number") || (depth0 != null ? lookupProperty(depth0,"number") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"number","hash":{},"data":data,"loc":{"start":{"line":1,"column":112},"end":{"line":1,"column":122}}}) : helper)))
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"marks") : depth0),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":123},"end":{"line":1,"column":158}}})) != null ? stack1 : "")
    + "><code>"
    + alias4(((helper = (helper = lookupProperty(helpers,"text") || (depth0 != null ? lookupProperty(depth0,"text") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"text","hash":{},"data":data,"loc":{"start":{"line":1,"column":165},"end":{"line":1,"column":173}}}) : helper)))
    + "</code>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,(depth0 != null ? lookupProperty(depth0,"origin") : depth0),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":180},"end":{"line":1,"column":252}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"marks") : depth0),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":252},"end":{"line":1,"column":315}}})) != null ? stack1 : "")
    + "</li>";
},"1":function(container,depth0,helpers,partials,data) {
    return " class=\"marked\"";
},"2":function(container,depth0,helpers,partials,data) {
    var helper, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " <span class=\"origin\">source line "
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"origin") || (depth0 != null ? lookupProperty(depth0,"origin") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(depth0 != null ? depth0 : (container.nullContext || {}),{"name":"origin","hash":{},"data":data,"loc":{"start":{"line":1,"column":228},"end":{"line":1,"column":238}}}) : helper)))
    + "</span>";
},"3":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " <b class=\"tag "
    + alias4(((helper = (helper = lookupProperty(helpers,"severity") || (depth0 != null ? lookupProperty(depth0,"severity") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"severity","hash":{},"data":data,"loc":{"start":{"line":1,"column":282},"end":{"line":1,"column":294}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"id") || (depth0 != null ? lookupProperty(depth0,"id") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"id","hash":{},"data":data,"loc":{"start":{"line":1,"column":296},"end":{"line":1,"column":302}}}) : helper)))
    + "</b>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"code\" tabindex=\"0\" role=\"region\" aria-label=\""
    + container.escapeExpression(((helper = (helper = lookupProperty(helpers,"label") || (depth0 != null ? lookupProperty(depth0,"label") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(alias1,{"name":"label","hash":{},"data":data,"loc":{"start":{"line":1,"column":57},"end":{"line":1,"column":66}}}) : helper)))
    + "\"><ol class=\"lines\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"lines") : depth0),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":86},"end":{"line":1,"column":329}}})) != null ? stack1 : "")
    + "</ol></div>\n";
},"useData":true},
  fleet: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "  <h3>Wave "
    + alias4(((helper = (helper = lookupProperty(helpers,"number") || (depth0 != null ? lookupProperty(depth0,"number") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"number","hash":{},"data":data,"loc":{"start":{"line":23,"column":11},"end":{"line":23,"column":21}}}) : helper)))
    + ": "
    + alias4(((helper = (helper = lookupProperty(helpers,"hours") || (depth0 != null ? lookupProperty(depth0,"hours") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"hours","hash":{},"data":data,"loc":{"start":{"line":23,"column":23},"end":{"line":23,"column":32}}}) : helper)))
    + " h of work, "
    + alias4(((helper = (helper = lookupProperty(helpers,"size") || (depth0 != null ? lookupProperty(depth0,"size") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"size","hash":{},"data":data,"loc":{"start":{"line":23,"column":44},"end":{"line":23,"column":52}}}) : helper)))
    + "</h3>\n  <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Wave "
    + alias4(((helper = (helper = lookupProperty(helpers,"number") || (depth0 != null ? lookupProperty(depth0,"number") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"number","hash":{},"data":data,"loc":{"start":{"line":24,"column":66},"end":{"line":24,"column":76}}}) : helper)))
    + "\"><table>\n    <thead><tr><th scope=\"col\">Schema</th><th scope=\"col\" class=\"n\">Hours left</th><th scope=\"col\">Because</th></tr></thead>\n    <tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"members") : depth0),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":11},"end":{"line":26,"column":117}}})) != null ? stack1 : "")
    + "</tbody>\n  </table></div>\n  ";
},"1":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"id") || (depth0 != null ? lookupProperty(depth0,"id") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"id","hash":{},"data":data,"loc":{"start":{"line":26,"column":48},"end":{"line":26,"column":54}}}) : helper)))
    + "</th><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"hours") || (depth0 != null ? lookupProperty(depth0,"hours") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"hours","hash":{},"data":data,"loc":{"start":{"line":26,"column":73},"end":{"line":26,"column":82}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"why") || (depth0 != null ? lookupProperty(depth0,"why") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"why","hash":{},"data":data,"loc":{"start":{"line":26,"column":91},"end":{"line":26,"column":98}}}) : helper)))
    + "</td></tr>";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p>No wave was planned.</p>";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"name") || (depth0 != null ? lookupProperty(depth0,"name") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"name","hash":{},"data":data,"loc":{"start":{"line":34,"column":53},"end":{"line":34,"column":61}}}) : helper)))
    + " <span class=\"quiet\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"place") || (depth0 != null ? lookupProperty(depth0,"place") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"place","hash":{},"data":data,"loc":{"start":{"line":34,"column":82},"end":{"line":34,"column":91}}}) : helper)))
    + "</span></th><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"product") || (depth0 != null ? lookupProperty(depth0,"product") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"product","hash":{},"data":data,"loc":{"start":{"line":34,"column":107},"end":{"line":34,"column":118}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"version") || (depth0 != null ? lookupProperty(depth0,"version") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"version","hash":{},"data":data,"loc":{"start":{"line":34,"column":127},"end":{"line":34,"column":138}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"support") || (depth0 != null ? lookupProperty(depth0,"support") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"support","hash":{},"data":data,"loc":{"start":{"line":34,"column":147},"end":{"line":34,"column":158}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"ready") || (depth0 != null ? lookupProperty(depth0,"ready") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"ready","hash":{},"data":data,"loc":{"start":{"line":34,"column":167},"end":{"line":34,"column":176}}}) : helper)))
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"blocked") : depth0),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":34,"column":176},"end":{"line":34,"column":214}}})) != null ? stack1 : "")
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"size") || (depth0 != null ? lookupProperty(depth0,"size") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"size","hash":{},"data":data,"loc":{"start":{"line":34,"column":223},"end":{"line":34,"column":231}}}) : helper)))
    + "</td></tr>";
},"4":function(container,depth0,helpers,partials,data) {
    return "<br>"
    + container.escapeExpression(container.lambda(depth0, depth0));
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"id") || (depth0 != null ? lookupProperty(depth0,"id") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"id","hash":{},"data":data,"loc":{"start":{"line":41,"column":53},"end":{"line":41,"column":59}}}) : helper)))
    + "</th><td class=\"n\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"size") || (depth0 != null ? lookupProperty(depth0,"size") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"size","hash":{},"data":data,"loc":{"start":{"line":41,"column":78},"end":{"line":41,"column":86}}}) : helper)))
    + "</td><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"rows") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":41,"column":105},"end":{"line":41,"column":121}}}))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"kinds") || (depth0 != null ? lookupProperty(depth0,"kinds") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"kinds","hash":{},"data":data,"loc":{"start":{"line":41,"column":130},"end":{"line":41,"column":139}}}) : helper)))
    + "</td><td class=\"n\">"
    + alias4(lookupProperty(helpers,"grouped").call(alias1,(depth0 != null ? lookupProperty(depth0,"codeLines") : depth0),{"name":"grouped","hash":{},"data":data,"loc":{"start":{"line":41,"column":158},"end":{"line":41,"column":179}}}))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"uses") || (depth0 != null ? lookupProperty(depth0,"uses") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"uses","hash":{},"data":data,"loc":{"start":{"line":41,"column":188},"end":{"line":41,"column":196}}}) : helper)))
    + "</td><td>"
    + alias4(((helper = (helper = lookupProperty(helpers,"needs") || (depth0 != null ? lookupProperty(depth0,"needs") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"needs","hash":{},"data":data,"loc":{"start":{"line":41,"column":205},"end":{"line":41,"column":214}}}) : helper)))
    + "</td><td>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"assessments") : depth0),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":41,"column":223},"end":{"line":41,"column":535}}})) != null ? stack1 : "")
    + "</td></tr>";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, alias5=container.lambda, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<b class=\"tag "
    + alias4(((helper = (helper = lookupProperty(helpers,"tone") || (depth0 != null ? lookupProperty(depth0,"tone") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"tone","hash":{},"data":data,"loc":{"start":{"line":41,"column":258},"end":{"line":41,"column":266}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"status") || (depth0 != null ? lookupProperty(depth0,"status") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"status","hash":{},"data":data,"loc":{"start":{"line":41,"column":268},"end":{"line":41,"column":278}}}) : helper)))
    + "</b> <a href=\""
    + alias4(((helper = (helper = lookupProperty(helpers,"report") || (depth0 != null ? lookupProperty(depth0,"report") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"report","hash":{},"data":data,"loc":{"start":{"line":41,"column":292},"end":{"line":41,"column":302}}}) : helper)))
    + "\">"
    + alias4(((helper = (helper = lookupProperty(helpers,"to") || (depth0 != null ? lookupProperty(depth0,"to") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"to","hash":{},"data":data,"loc":{"start":{"line":41,"column":304},"end":{"line":41,"column":310}}}) : helper)))
    + "</a>: "
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"objects") : depth0)) != null ? lookupProperty(stack1,"converted") : stack1), depth0))
    + " converted, "
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"objects") : depth0)) != null ? lookupProperty(stack1,"approximated") : stack1), depth0))
    + " approximated, "
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"objects") : depth0)) != null ? lookupProperty(stack1,"partial") : stack1), depth0))
    + " partial, "
    + alias4(alias5(((stack1 = (depth0 != null ? lookupProperty(depth0,"objects") : depth0)) != null ? lookupProperty(stack1,"flagged") : stack1), depth0))
    + " flagged, "
    + alias4(((helper = (helper = lookupProperty(helpers,"hours") || (depth0 != null ? lookupProperty(depth0,"hours") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"hours","hash":{},"data":data,"loc":{"start":{"line":41,"column":446},"end":{"line":41,"column":455}}}) : helper)))
    + " h"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"gravest") : depth0),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":41,"column":457},"end":{"line":41,"column":522}}})) != null ? stack1 : "")
    + "<br>";
},"7":function(container,depth0,helpers,partials,data) {
    return "<br><span class=\"quiet\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</span>";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><b>"
    + alias4(((helper = (helper = lookupProperty(helpers,"kind") || (depth0 != null ? lookupProperty(depth0,"kind") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"kind","hash":{},"data":data,"loc":{"start":{"line":46,"column":31},"end":{"line":46,"column":39}}}) : helper)))
    + "</b>, "
    + alias4(((helper = (helper = lookupProperty(helpers,"percent") || (depth0 != null ? lookupProperty(depth0,"percent") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"percent","hash":{},"data":data,"loc":{"start":{"line":46,"column":45},"end":{"line":46,"column":56}}}) : helper)))
    + " % of definitions in common: "
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,(depth0 != null ? lookupProperty(depth0,"members") : depth0),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":46,"column":85},"end":{"line":46,"column":142}}})) != null ? stack1 : "")
    + "</p>";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),(data && lookupProperty(data,"index")),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":46,"column":102},"end":{"line":46,"column":125}}})) != null ? stack1 : "")
    + container.escapeExpression(container.lambda(depth0, depth0));
},"10":function(container,depth0,helpers,partials,data) {
    return ", ";
},"11":function(container,depth0,helpers,partials,data) {
    return "<p>No two schemas are alike.</p>";
},"12":function(container,depth0,helpers,partials,data) {
    var helper, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.hooks.helperMissing, alias3="function", alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><b>"
    + alias4(((helper = (helper = lookupProperty(helpers,"what") || (depth0 != null ? lookupProperty(depth0,"what") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"what","hash":{},"data":data,"loc":{"start":{"line":50,"column":31},"end":{"line":50,"column":39}}}) : helper)))
    + "</b>: "
    + alias4(((helper = (helper = lookupProperty(helpers,"code") || (depth0 != null ? lookupProperty(depth0,"code") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"code","hash":{},"data":data,"loc":{"start":{"line":50,"column":45},"end":{"line":50,"column":53}}}) : helper)))
    + " "
    + alias4(((helper = (helper = lookupProperty(helpers,"message") || (depth0 != null ? lookupProperty(depth0,"message") : depth0)) != null ? helper : alias2),(typeof helper === alias3 ? helper.call(alias1,{"name":"message","hash":{},"data":data,"loc":{"start":{"line":50,"column":54},"end":{"line":50,"column":65}}}) : helper)))
    + "</p>";
},"13":function(container,depth0,helpers,partials,data) {
    return "<p>Nothing: all that was asked for is on this page.</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, helper, alias1=container.lambda, alias2=container.escapeExpression, alias3=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
    + alias2(alias1(((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"title") : stack1), depth0))
    + "</title>\n<style>"
    + alias2(((helper = (helper = lookupProperty(helpers,"style") || (depth0 != null ? lookupProperty(depth0,"style") : depth0)) != null ? helper : container.hooks.helperMissing),(typeof helper === "function" ? helper.call(alias3,{"name":"style","hash":{},"data":data,"loc":{"start":{"line":9,"column":7},"end":{"line":9,"column":16}}}) : helper)))
    + "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n  <p class=\"product\">Crosswalk fleet report</p>\n  <h1>"
    + alias2(alias1(((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"title") : stack1), depth0))
    + "</h1>\n  <dl class=\"facts\"><div><dt>Made</dt><dd>"
    + alias2(alias1(((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"madeAt") : stack1), depth0))
    + "</dd></div><div><dt>By</dt><dd>"
    + alias2(alias1(((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"tool") : stack1), depth0))
    + "</dd></div></dl>\n</header>\n<nav aria-label=\"Sections\"><a href=\"#waves\">Waves</a><a href=\"#servers\">Servers</a><a href=\"#schemas\">Schemas</a><a href=\"#families\">Copies</a><a href=\"#failures\">Not read</a></nav>\n<main id=\"main\">\n<section id=\"waves\" aria-labelledby=\"waves-h\">\n  <h2 id=\"waves-h\">What moves first</h2>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"waves") : stack1),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":22,"column":2},"end":{"line":28,"column":46}}})) != null ? stack1 : "")
    + "\n</section>\n<section id=\"servers\" aria-labelledby=\"servers-h\">\n  <h2 id=\"servers-h\">Servers</h2>\n  <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of servers\"><table>\n    <thead><tr><th scope=\"col\">Server</th><th scope=\"col\">Product</th><th scope=\"col\">Version</th><th scope=\"col\">End of support</th><th scope=\"col\">Changes can be followed</th><th scope=\"col\">A machine for it</th></tr></thead>\n    <tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"servers") : stack1),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":34,"column":11},"end":{"line":34,"column":250}}})) != null ? stack1 : "")
    + "</tbody>\n  </table></div>\n</section>\n<section id=\"schemas\" aria-labelledby=\"schemas-h\">\n  <h2 id=\"schemas-h\">Schemas</h2>\n  <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of schemas\"><table>\n    <thead><tr><th scope=\"col\">Schema</th><th scope=\"col\" class=\"n\">Size</th><th scope=\"col\" class=\"n\">Rows</th><th scope=\"col\">Objects</th><th scope=\"col\" class=\"n\">Lines of code</th><th scope=\"col\">Features</th><th scope=\"col\">Needs</th><th scope=\"col\">Targets</th></tr></thead>\n    <tbody>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"schemas") : stack1),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":41,"column":11},"end":{"line":41,"column":554}}})) != null ? stack1 : "")
    + "</tbody>\n  </table></div>\n</section>\n<section id=\"families\" aria-labelledby=\"families-h\">\n  <h2 id=\"families-h\">Copies of one application</h2>\n  "
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"families") : stack1),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.program(11, data, 0),"data":data,"loc":{"start":{"line":46,"column":2},"end":{"line":46,"column":195}}})) != null ? stack1 : "")
    + "\n</section>\n<section id=\"failures\" aria-labelledby=\"failures-h\">\n  <h2 id=\"failures-h\">What could not be read</h2>\n  "
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,((stack1 = (depth0 != null ? lookupProperty(depth0,"view") : depth0)) != null ? lookupProperty(stack1,"failures") : stack1),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.program(13, data, 0),"data":data,"loc":{"start":{"line":50,"column":2},"end":{"line":50,"column":141}}})) != null ? stack1 : "")
    + "\n</section>\n</main>\n<footer><p>Figures come from fleet.json beside this file; sizes and counters are those of the servers' own catalogues.</p></footer>\n</body>\n</html>\n";
},"useData":true},
}
