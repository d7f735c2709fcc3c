package org.leastaction.bench.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.Metrics;

/**
 * The tables of metrics in {@code docs/definitions.md}, each between {@code <!-- metrics: group -->} and {@code <!-- end
 * -->}. {@link #write} writes them from the declarations.
 */
final class DefinitionsPage {

    private static final Pattern TABLE =
            Pattern.compile("<!-- metrics: ([a-z]+) -->\n(.*?)<!-- end -->", Pattern.DOTALL);
    private static final Map<String, Function<MetricDefinition, String>> COLUMNS = columns();

    private DefinitionsPage() {}

    private static Map<String, Function<MetricDefinition, String>> columns() {
        Map<String, Function<MetricDefinition, String>> columns = new LinkedHashMap<>();
        columns.put("key", metric -> '`' + metric.key() + '`');
        columns.put("name", MetricDefinition::name);
        columns.put("formula", MetricDefinition::formula);
        columns.put("unit, range", MetricDefinition::unit);
        columns.put("better", metric -> switch (metric.direction()) {
            case MORE -> "more";
            case LESS -> "less";
            case NEITHER -> "";
        });
        columns.put("interval", MetricDefinition::interval);
        columns.put("reference", MetricDefinition::reference);
        columns.put("cost", MetricDefinition::cost);
        columns.put("caveat", MetricDefinition::caveat);
        return columns;
    }

    /** Writes the tables of {@code docs/definitions.md}; run in the repository's root or in a module. */
    static void write() throws IOException {
        Path page = file();
        Files.writeString(page, with(Files.readString(page), Metrics.installed()));
    }

    static Path file() {
        Path here = Path.of("docs/definitions.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    /** The page with its tables replaced by those of the given metrics. */
    static String with(String page, Metrics metrics) {
        return TABLE.matcher(page).replaceAll(found -> Matcher.quoteReplacement(
                "<!-- metrics: " + found.group(1) + " -->\n" + table(metrics.group(found.group(1))) + "<!-- end -->"));
    }

    /** The groups of the tables, in order. */
    static List<String> groups(String page) {
        return TABLE.matcher(page).results().map(found -> found.group(1)).toList();
    }

    /** A table with the columns that are not empty. */
    private static String table(List<MetricDefinition> metrics) {
        List<String> heads = COLUMNS.keySet().stream()
                .filter(head -> metrics.stream().anyMatch(metric -> !cell(metric, head).isEmpty())).toList();
        List<String> lines = new ArrayList<>();
        lines.add(line(heads));
        lines.add(line(heads.stream().map(head -> "---").toList()));
        metrics.forEach(metric -> lines.add(line(heads.stream().map(head -> cell(metric, head)).toList())));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String cell(MetricDefinition metric, String head) {
        return COLUMNS.get(head).apply(metric).replace("|", "\\|");
    }
}
