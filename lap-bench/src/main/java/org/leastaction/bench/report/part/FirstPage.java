package org.leastaction.bench.report.part;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Pages;

/** The first page: a description of the run in one sentence, and the table of results. */
public final class FirstPage {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private enum Naming {
        WITH_SETTING,
        WITHOUT_SETTING
    }

    private FirstPage() {}

    public static String title(List<Comparison> comparisons) {
        List<RunRecord> records = comparisons.stream().flatMap(c -> c.records().stream()).toList();
        String data = Wording.listed(comparisons.stream().map(c -> Wording.dataName(c.setting())).distinct().toList());
        return records.size() == 1
                ? "Transport of " + data + " by one network: " + Wording.network(records.get(0),
                        comparisons.get(0).groups().get(0).method()).replaceFirst("-[0-9a-f]{8}$", "")
                : "Transport of " + data + " by " + records.size() + " networks";
    }

    public static void draw(Pages pages, List<Comparison> comparisons, List<String> remarks,
            Optional<Manifest> manifest)
            throws IOException {
        pages.title(title(comparisons));
        made(pages, manifest);
        for (Comparison comparison : comparisons) {
            if (comparisons.size() > 1) {
                pages.heading(Wording.setting(comparison.setting()), 160);
            }
            pages.paragraph(sentence(comparison,
                    comparisons.size() == 1 ? Naming.WITH_SETTING : Naming.WITHOUT_SETTING));
            pages.space(4);
            VerdictPart.draw(pages, comparison);
            if (comparison.records().size() > 1) {
                ResultTable.draw(pages, comparison);
            }
        }
        if (comparisons.stream().anyMatch(comparison -> comparison.records().size() > 1)) {
            ResultTable.explain(pages, comparisons);
        }
        for (String remark : remarks) {
            pages.caption("Note: " + remark + ".");
        }
    }

    /** Starts the section of one comparison among several. */
    public static void section(Pages pages, Comparison comparison) throws IOException {
        pages.newPage();
        pages.title(Wording.setting(comparison.setting()));
    }

    /** The time and the version of the run. */
    public static void made(Pages pages, Optional<Manifest> manifest) throws IOException {
        List<String> parts = new ArrayList<>();
        manifest.flatMap(Manifest::time).ifPresent(time -> parts.add(DATE.format(time)));
        Map<String, String> entries = manifest.map(Manifest::entries).orElse(Map.of());
        if (entries.containsKey("version")) {
            parts.add("lap " + entries.get("version"));
        }
        if (entries.containsKey("commit")) {
            String commit = entries.get("commit");
            parts.add("commit " + commit.substring(0, Math.min(10, commit.length())));
        }
        if (!parts.isEmpty()) {
            pages.caption(String.join("  ·  ", parts));
            pages.space(4);
        }
    }

    /** A description of the networks of a comparison, a sentence. */
    public static String about(Comparison comparison) {
        return sentence(comparison, Naming.WITH_SETTING);
    }

    /** A description of the run; without the setting if the heading above has it. */
    private static String sentence(Comparison comparison, Naming naming) {
        List<RunRecord> records = comparison.records();
        Comparison.SharedSetting setting = comparison.setting();
        StringBuilder text = new StringBuilder(records.size() == 1 ? "One network" : records.size() + " networks");
        if (naming == Naming.WITH_SETTING) {
            text.append(": ").append(Wording.setting(setting, Stages.of(records)));
        }
        String training = Wording.training(setting);
        if (!training.isEmpty()) {
            text.append(", trained for ").append(training);
            if (records.size() > 1) {
                text.append(" from ").append(Wording.count(comparison.initialisations().size(), "initialisation"))
                        .append(" with ").append(Wording.count(comparison.methods().size(), "objective"))
                        .append(" and ").append(Wording.count(seeds(records), "seed"));
            }
        }
        if (setting.samples() > 0) {
            text.append(", measured on ").append(setting.samples()).append(" points");
        }
        return text.append('.').toString();
    }

    private static long seeds(List<RunRecord> records) {
        return records.stream().filter(r -> r.training() != null).map(r -> r.training().seed()).distinct().count();
    }
}
