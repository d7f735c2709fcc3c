package org.leastaction.bench.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;

/** What made the run, as the manifest has it, and what the records say of backends. */
final class ManifestPart {

    private static final double KEY_WIDTH = 120;
    private static final double SIZE = 8.5;

    private ManifestPart() {}

    static void draw(Pages pages, RunDirectory directory, Optional<Manifest> manifest) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>(manifest.map(Manifest::entries).orElse(Map.of()));
        List<RunRecord> records = directory.records().all();
        entries.put("records", records.size() + " in " + directory.recordsFile().getFileName());
        entries.put("backends in records", records.stream().map(RunRecord::backend).filter(b -> b != null)
                .map(b -> b.id() + " " + b.version() + ", " + b.device()
                        + (b.threads() == null ? "" : ", " + Wording.count(b.threads(), "thread")))
                .distinct().collect(Collectors.joining("; ")));
        entries.put("data in records", records.stream().map(RunRecord::data).filter(d -> d != null)
                .map(d -> d.name() + (d.sha256() == null ? "" : " sha256 " + d.sha256()))
                .distinct().limit(8).collect(Collectors.joining("; ")));
        pages.heading("Manifest", Math.min(150, 24 + 1.5 * SIZE * entries.size()));
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

    private static void row(Pages pages, String key, String value) throws IOException {
        EmbeddedFont font = pages.typeface().regular(SIZE);
        List<String> keys = pages.wrap(key, font, KEY_WIDTH - 10);
        List<String> values = pages.wrap(value, font, Pages.WIDTH - KEY_WIDTH);
        for (int i = 0; i < Math.max(keys.size(), values.size()); i++) {
            pages.require(SIZE * 1.5);
            if (i < keys.size()) {
                pages.text(keys.get(i), font, Palette.SOFT, Pages.LEFT, pages.y() + SIZE);
            }
            if (i < values.size()) {
                pages.text(values.get(i), font, Palette.INK, Pages.LEFT + KEY_WIDTH, pages.y() + SIZE);
            }
            pages.space(SIZE * 1.5);
        }
    }
}
