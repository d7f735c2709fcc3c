package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;

/** The provenance of the run from the manifest, and the backends from the records. */
public final class ManifestPart {

    private static final double KEY_WIDTH = 84;
    private static final double SIZE = 6.75;
    private static final double HALF = Pages.WIDTH / 2;
    private static final double LEADING = 1.35;
    private static final String BACKENDS = "backends in records";

    private ManifestPart() {}

    public static void draw(Pages pages, RunDirectory directory, Optional<Manifest> manifest) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>(manifest.map(Manifest::entries).orElse(Map.of()));
        List<RunRecord> records = directory.records().all();
        entries.put("records", records.size() + " in " + directory.recordsFile().getFileName());
        entries.put(BACKENDS, records.stream().map(RunRecord::backend).filter(Objects::nonNull)
                .map(b -> b.id() + " " + b.version() + ", " + b.device()
                        + (b.threads() == null ? "" : ", " + Wording.count(b.threads(), "thread"))
                        + (b.precision() == null ? "" : ", trained in " + b.precision()))
                .distinct().collect(Collectors.joining("; ")));
        entries.put("data in records", data(records));
        entries.values().removeIf(String::isBlank);
        entries.keySet().removeAll(Set.of("version", "time"));
        if (entries.containsKey(BACKENDS)) {
            entries.keySet().removeIf(key -> key.startsWith("backend "));
        }
        EmbeddedFont font = pages.typeface().regular(SIZE);
        List<String[]> wide = new ArrayList<>();
        List<String[]> narrow = new ArrayList<>();
        entries.forEach((key, value) -> {
            String[] row = {key.replaceFirst("^configuration ", "").replace('_', ' '), value};
            boolean fits = pages.wrap(row[0], font, KEY_WIDTH - 6).size() == 1
                    && pages.wrap(value, font, HALF - KEY_WIDTH - 8).size() == 1;
            (fits ? narrow : wide).add(row);
        });
        int half = (narrow.size() + 1) / 2;
        pages.heading("Manifest", Math.min(150, LEADING * SIZE * (half + 1.1 * wide.size())));
        if (manifest.isEmpty()) {
            pages.caption("There is no manifest.json, so the origin of these records is known from the records alone.");
        }
        pages.rule(Pages.LEFT, Pages.LEFT + Pages.WIDTH, pages.y(), Palette.INK, 0.8);
        pages.space(4);
        for (int i = 0; i < half; i++) {
            double top = pages.y();
            row(pages, narrow.get(i), Pages.LEFT, HALF);
            if (i + half < narrow.size()) {
                pages.space(Math.min(0, top - pages.y()));
                row(pages, narrow.get(i + half), Pages.LEFT + HALF, HALF);
            }
        }
        for (String[] row : wide) {
            row(pages, row, Pages.LEFT, Pages.WIDTH);
        }
        pages.rule(Pages.LEFT, Pages.LEFT + Pages.WIDTH, pages.y() + 2, Palette.INK, 0.8);
    }

    /** The data sets by name with their hash, or with the number of draws if seeds drew different points. */
    private static String data(List<RunRecord> records) {
        Map<String, Set<String>> hashes = new LinkedHashMap<>();
        records.stream().map(RunRecord::data).filter(Objects::nonNull).forEach(d -> {
            Set<String> ofName = hashes.computeIfAbsent(d.name(), name -> new LinkedHashSet<>());
            if (d.sha256() != null) {
                ofName.add(d.sha256());
            }
        });
        return hashes.entrySet().stream()
                .map(e -> e.getKey() + switch (e.getValue().size()) {
                    case 0 -> "";
                    case 1 -> ", sha256 " + e.getValue().iterator().next();
                    default -> ", " + e.getValue().size() + " draws, whose hashes are in the records";
                })
                .collect(Collectors.joining("; "));
    }

    private static void row(Pages pages, String[] row, double left, double width) throws IOException {
        EmbeddedFont font = pages.typeface().regular(SIZE);
        List<String> keys = pages.wrap(row[0], font, KEY_WIDTH - 6);
        List<String> values = pages.wrap(row[1], font, width - KEY_WIDTH - 8);
        for (int i = 0; i < Math.max(keys.size(), values.size()); i++) {
            pages.require(SIZE * LEADING);
            if (i < keys.size()) {
                pages.text(keys.get(i), font, Palette.SOFT, left, pages.y() + SIZE);
            }
            if (i < values.size()) {
                pages.text(values.get(i), font, Palette.INK, left + KEY_WIDTH, pages.y() + SIZE);
            }
            pages.space(SIZE * LEADING);
        }
    }
}
