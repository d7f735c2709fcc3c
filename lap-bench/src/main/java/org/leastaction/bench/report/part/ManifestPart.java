package org.leastaction.bench.report.part;

import java.io.IOException;
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

    private static final double KEY_WIDTH = 120;
    private static final double SIZE = 8.5;
    private static final double LEADING = 1.45;

    private ManifestPart() {}

    public static void draw(Pages pages, RunDirectory directory, Optional<Manifest> manifest) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>(manifest.map(Manifest::entries).orElse(Map.of()));
        List<RunRecord> records = directory.records().all();
        entries.put("records", records.size() + " in " + directory.recordsFile().getFileName());
        entries.put("backends in records", records.stream().map(RunRecord::backend).filter(Objects::nonNull)
                .map(b -> b.id() + " " + b.version() + ", " + b.device()
                        + (b.threads() == null ? "" : ", " + Wording.count(b.threads(), "thread"))
                        + (b.precision() == null ? "" : ", trained in " + b.precision()))
                .distinct().collect(Collectors.joining("; ")));
        entries.put("data in records", data(records));
        pages.heading("Manifest", Math.min(150, 24 + LEADING * SIZE * entries.size()));
        if (manifest.isEmpty()) {
            pages.caption("There is no manifest.json, so what made these records is known from the records alone.");
        }
        pages.rule(Pages.LEFT, Pages.LEFT + Pages.WIDTH, pages.y(), Palette.INK, 0.8);
        pages.space(4);
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            if (!entry.getValue().isBlank()) {
                row(pages, entry.getKey().replace('_', ' '), entry.getValue());
            }
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
                    default -> ", " + e.getValue().size() + " draws whose hashes stand in the records";
                })
                .collect(Collectors.joining("; "));
    }

    private static void row(Pages pages, String key, String value) throws IOException {
        EmbeddedFont font = pages.typeface().regular(SIZE);
        List<String> keys = pages.wrap(key, font, KEY_WIDTH - 10);
        List<String> values = pages.wrap(value, font, Pages.WIDTH - KEY_WIDTH);
        for (int i = 0; i < Math.max(keys.size(), values.size()); i++) {
            pages.require(SIZE * LEADING);
            if (i < keys.size()) {
                pages.text(keys.get(i), font, Palette.SOFT, Pages.LEFT, pages.y() + SIZE);
            }
            if (i < values.size()) {
                pages.text(values.get(i), font, Palette.INK, Pages.LEFT + KEY_WIDTH, pages.y() + SIZE);
            }
            pages.space(SIZE * LEADING);
        }
    }
}
