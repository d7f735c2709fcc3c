package org.leastaction.bench.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ES modules as one script. Every module becomes a function that returns its exports, so that equal names in two
 * modules do not collide. Modules use only these forms: {@code import {a, b} from "./x.js";} on one line or several,
 * and {@code export} before {@code function}, {@code class} or {@code const}.
 */
final class ModuleBundle {

    private static final Pattern IMPORT =
            Pattern.compile("^import \\{([^}]*)\\} from \"\\./([a-z]+)\\.js\";$", Pattern.MULTILINE);
    private static final Pattern EXPORT =
            Pattern.compile("^export (?=(?:async )?(?:function|class|const) (\\w+))", Pattern.MULTILINE);
    private static final Pattern LEFT = Pattern.compile("^(?:import|export)\\b.*$", Pattern.MULTILINE);

    private final UnaryOperator<String> sources;
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> done = new LinkedHashSet<>();
    private final List<String> parts = new ArrayList<>();

    private ModuleBundle(UnaryOperator<String> sources) {
        this.sources = sources;
    }

    /**
     * The script of a module and all that it imports.
     *
     * @param sources the text of a module by its name, without ".js"
     * @param module  which exports a function {@code start}, called last
     * @throws IllegalArgumentException if imports form a cycle, or a module uses another form
     */
    static String of(UnaryOperator<String> sources, String module) {
        ModuleBundle bundle = new ModuleBundle(sources);
        bundle.add(module);
        return String.join("\n", bundle.parts) + "\nlap_" + module + ".start();\n";
    }

    private void add(String module) {
        if (done.contains(module)) {
            return;
        }
        if (!open.add(module)) {
            throw new IllegalArgumentException("the modules " + open + " import one another in a cycle");
        }
        String text = sources.apply(module);
        IMPORT.matcher(text).results().forEach(found -> add(found.group(2)));
        List<String> exported = EXPORT.matcher(text).results().map(found -> found.group(1)).toList();
        String body = EXPORT
                .matcher(IMPORT.matcher(text)
                        .replaceAll(found -> Matcher
                                .quoteReplacement("const {" + found.group(1) + "} = lap_" + found.group(2) + ";")))
                .replaceAll("");
        LEFT.matcher(body).results().findFirst().ifPresent(found -> {
            throw new IllegalArgumentException("the module " + module + " has '" + found.group() + "', which cannot be"
                    + " bundled");
        });
        parts.add("const lap_" + module + " = (() => {\n" + body.strip() + "\nreturn {"
                + String.join(", ", exported) + "};\n})();");
        open.remove(module);
        done.add(module);
    }
}
