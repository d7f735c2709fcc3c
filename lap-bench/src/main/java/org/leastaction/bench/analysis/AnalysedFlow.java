package org.leastaction.bench.analysis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * The measurements of a flow.
 *
 * @param states    particles before and after every block, K + 1 times [n, 2]; empty unless the flow is in the plane
 * @param labels    classes of the particles, [n]; 0 where the data have no labels
 * @param decodings decoded states of some samples; empty unless the model has a decoder
 * @param seconds   wall time of the pass and of each metric, in the order in which they were measured
 */
public record AnalysedFlow(
        Analysis analysis,
        Optional<List<FloatPoints>> states,
        int[] labels,
        Optional<Decodings> decodings,
        Map<String, Double> seconds) {

    public AnalysedFlow {
        Objects.requireNonNull(analysis, "analysis");
        Objects.requireNonNull(states, "states");
        Objects.requireNonNull(decodings, "decodings");
        seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }

    /**
     * The same measurements with remarks on how the model and the data were read, as the text {@code remarks}.
     *
     * @param remarks sentences; none for no key
     */
    public AnalysedFlow withRemarks(List<String> remarks) {
        return remarks.isEmpty() ? this : new AnalysedFlow(
                Analysis.builder(analysis.samples()).putAll(analysis).put(DistanceMetrics.REMARKS, String.join("; ", remarks)).build(),
                states, labels, decodings, seconds);
    }

    /**
     * The result of a run that ended with these measurements: the record with the analysis, the particles if there are
     * any ({@code states} [K + 1, n, 2] and {@code labels} [n]), and the decoded samples.
     *
     * @param record        the record of the run, without analysis
     * @param normalisation the normalisation of the data, which is undone in decoded samples
     */
    public RunResult result(RunRecord record, Normalisation normalisation) throws IOException {
        RunResult result = RunResult.of(record.withAnalysis(analysis));
        if (states.isPresent()) {
            result = result.withFile(RunDirectory.particles(record.id()), bytes(particles(states.get(), labels)));
        }
        if (decodings.isPresent()) {
            result = result.withFile(
                    RunDirectory.decodings(record.id()), bytes(decodings.get().arrays(normalisation)));
        }
        return result;
    }

    private static Map<String, NpyArray> particles(List<FloatPoints> states, int[] labels) {
        int n = labels.length;
        int times = states.size();
        float[] stacked = new float[times * n * 2];
        for (int k = 0; k < times; k++) {
            System.arraycopy(states.get(k).toArray(), 0, stacked, k * n * 2, n * 2);
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("states", NpyArray.of(stacked, times, n, 2));
        arrays.put("labels", NpyArray.of(labels, n));
        return arrays;
    }

    private static byte[] bytes(Map<String, NpyArray> arrays) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Npz.write(bytes, arrays);
        return bytes.toByteArray();
    }
}
