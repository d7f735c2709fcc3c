package org.leastaction.bench.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.leastaction.io.AtomicFiles;

/** summary.csv: one line per record, flat columns, full precision, empty if a number is missing. */
public final class Summary {

    private Summary() {}

    /**
     * Writes the summary of a directory's records, in the order of the file, into the directory, atomically.
     *
     * @throws IOException if the records cannot be read or the summary cannot be written
     */
    public static void write(RunDirectory directory) throws IOException {
        write(directory, directory.records().all());
    }

    /**
     * Writes the summary of records, in their order, into a directory, atomically.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(RunDirectory directory, List<RunRecord> records) throws IOException {
        byte[] csv = csv(records).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(directory.summaryFile(), out -> out.write(csv));
    }

    static String csv(List<RunRecord> records) {
        List<Map<String, String>> rows = records.stream().map(Summary::row).toList();
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        List<String> lines = new ArrayList<>();
        lines.add(columns.stream().map(Summary::quoted).collect(Collectors.joining(",")));
        for (Map<String, String> row : rows) {
            lines.add(columns.stream().map(c -> quoted(row.getOrDefault(c, ""))).collect(Collectors.joining(",")));
        }
        return String.join("\n", lines) + "\n";
    }

    private static Map<String, String> row(RunRecord record) {
        Row row = new Row();
        row.put("id", record.id());
        if (record.data() != null) {
            row.put("data", record.data().name());
            row.put("train_size", record.data().trainSize());
            row.put("test_size", record.data().testSize());
        }
        if (record.model() != null) {
            row.put("model", record.model().family());
            row.put("blocks", record.model().blocks());
            record.model().settings().forEach(row::put);
        }
        if (record.initialisation() != null) {
            row.put("initialisation", record.initialisation().scheme());
            row.put("gain", record.initialisation().gain());
        }
        if (record.objective() != null) {
            row.put("objective", record.objective().name());
            ObjectiveRecord.keys(List.of(record.objective()))
                    .forEach(key -> row.put(key, record.objective().parameter(key)));
        }
        if (record.training() != null) {
            training(row, record.training());
        }
        if (record.backend() != null) {
            row.put("backend", record.backend().id());
            row.put("device", record.backend().device());
        }
        if (record.analysis() != null) {
            analysis(row, record.analysis());
        }
        return row.cells;
    }

    private static void training(Row row, RunRecord.Training training) {
        row.put("epochs", training.epochs());
        row.put("batch", training.batch());
        if (training.optimiser() != null) {
            row.put("optimiser", training.optimiser().name());
            row.put("learning_rate", training.optimiser().learningRate());
            row.put("momentum", training.optimiser().momentum());
            row.put("weight_decay", training.optimiser().weightDecay());
        }
        row.put("augmentation", training.augmentation());
        row.put("seed", training.seed());
        row.put("seconds", training.seconds());
        row.put("diverged_at", training.divergedAt());
        row.put("diverged_at_step", training.divergedAtStep());
        row.put("accuracy_highest", training.accuracyHighest());
        row.put("accuracy_last", training.accuracyLast());
    }

    private static void analysis(Row row, Analysis analysis) {
        row.put("samples", analysis.samples());
        for (String key : analysis.quantities()) {
            Quantity quantity = analysis.quantity(key);
            row.put(key, quantity.value());
            if (quantity.hasInterval()) {
                row.put(key + "_low", quantity.low());
                row.put(key + "_high", quantity.high());
            }
        }
        for (String key : analysis.texts()) {
            row.put(key, analysis.text(key).orElse(""));
        }
    }

    /** RFC 4180: quotes around a cell that contains a comma, a quote or a line break. */
    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static final class Row {

        private final Map<String, String> cells = new LinkedHashMap<>();

        void put(String column, @Nullable Object value) {
            boolean notFinite = value instanceof Double number && !Double.isFinite(number);
            cells.put(column, value == null || notFinite ? "" : value.toString());
        }
    }
}
