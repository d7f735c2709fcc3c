package org.leastaction.bench.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.EnsembleMeasures.Fate;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * The states of samples in a network, as a page shows them. An empty array is unknown.
 *
 * @param rows        indices of the samples in the set of test points, from 0, [n]
 * @param labels      classes, [n]
 * @param predictions predicted classes, [n]
 * @param confidences probabilities of the predictions, [n]
 * @param margins     probability of the class less the greatest of another, [n]
 * @param epsilons    distances between T(x) and T*(x), root of the sum of squares over segments, [n]
 * @param fates       the effect of attacks on the samples: codes of {@link Fate}, [n]
 * @param blockCosts  ‖v(x)‖² of each block, [n, K]
 * @param before      nearest other samples before the first block, nearest first, [n, m]
 * @param after       the same after the last block
 */
record ParticleFlow(
        int[] rows, int[] labels, int[] predictions, double[] confidences, double[] margins, double[] epsilons,
        int[] fates, float[] blockCosts, int[] before, int[] after, List<SegmentStates> segments) {

    /**
     * The states in one segment.
     *
     * @param dimension of the particles
     * @param shares    of the variance of all states that each direction has, [r]
     * @param kept      share of the variance of all states that the r directions have together, in [0, 1]
     * @param exact     whether the coordinates are those of the particles themselves
     * @param states    before and after every block, [K + 1, n, r]
     * @param optimal   T*(x), [n, r]; empty if unknown
     */
    public record SegmentStates(
            int dimension, double[] shares, double kept, boolean exact, float[] states, float[] optimal) {

        int directions() {
            return shares.length;
        }
    }

    public ParticleFlow {
        segments = List.copyOf(segments);
    }

    /** Number of samples, n. */
    int samples() {
        return rows.length;
    }

    /** Number of blocks of each segment. */
    List<Integer> blocks() {
        return segments.stream().map(s -> s.states().length / (samples() * s.directions()) - 1).toList();
    }

    /** Whether every state is a number. */
    boolean isFinite() {
        return segments.stream().allMatch(segment -> IntStream.range(0, segment.states().length)
                .allMatch(i -> Float.isFinite(segment.states()[i])));
    }

    /** Total transport costs of the samples, [n]. */
    double[] costs() {
        int blocks = blockCosts.length / Math.max(1, samples());
        return IntStream.range(0, samples()).mapToDouble(i -> IntStream.range(i * blocks, (i + 1) * blocks)
                .mapToDouble(at -> blockCosts[at]).sum()).toArray();
    }

    /** The flow as the content of a .npz file. */
    public byte[] toBytes() throws IOException {
        int n = samples();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("rows", NpyArray.of(rows, n));
        arrays.put("labels", NpyArray.of(labels, labels.length));
        arrays.put("predictions", NpyArray.of(predictions, predictions.length));
        arrays.put("confidences", NpyArray.of(confidences, confidences.length));
        arrays.put("margins", NpyArray.of(margins, margins.length));
        arrays.put("epsilons", NpyArray.of(epsilons, epsilons.length));
        arrays.put("fates", NpyArray.of(fates, fates.length));
        arrays.put("block_costs", NpyArray.of(blockCosts, n, blockCosts.length / n));
        arrays.put("before", NpyArray.of(before, n, before.length / n));
        arrays.put("after", NpyArray.of(after, n, after.length / n));
        for (int s = 0; s < segments.size(); s++) {
            SegmentStates segment = segments.get(s);
            int r = segment.directions();
            String name = "segment_" + (s + 1);
            arrays.put(name + "_states", NpyArray.of(segment.states(), segment.states().length / (n * r), n, r));
            arrays.put(name + "_optimal", NpyArray.of(segment.optimal(), segment.optimal().length / r, r));
            arrays.put(name + "_shares", NpyArray.of(segment.shares(), r));
            arrays.put(name + "_about", NpyArray.of(
                    new double[] {segment.dimension(), segment.kept(), segment.exact() ? 1 : 0}, 3));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Npz.write(bytes, arrays);
        return bytes.toByteArray();
    }

    /** @throws InputFileException if the file cannot be read or has other content */
    static ParticleFlow read(Path file) throws InputFileException {
        return InputFileException.reading(file, () -> parsed(file, Npz.read(file)));
    }

    private static ParticleFlow parsed(Path file, Map<String, NpyArray> arrays) throws InputFileException {
        int n = array(file, arrays, "rows").size();
        List<SegmentStates> segments = new ArrayList<>();
        for (int s = 1; arrays.containsKey("segment_" + s + "_states"); s++) {
            String name = "segment_" + s;
            double[] about = array(file, arrays, name + "_about").doubles();
            NpyArray states = array(file, arrays, name + "_states");
            double[] shares = array(file, arrays, name + "_shares").doubles();
            if (about.length != 3 || states.rank() != 3 || states.shape().get(0) < 2 || states.shape().get(1) != n
                    || states.shape().get(2) != shares.length || shares.length == 0) {
                throw new InputFileException(file, "holds '" + name + "_states' of shape " + states.shape()
                        + "; [blocks + 1, " + n + ", directions] is needed");
            }
            segments.add(new SegmentStates((int) about[0], shares, about[1], about[2] == 1, states.floats(),
                    array(file, arrays, name + "_optimal").floats()));
        }
        if (segments.isEmpty() || n == 0) {
            throw new InputFileException(file, "holds no particles");
        }
        ParticleFlow flow = new ParticleFlow(array(file, arrays, "rows").ints(), array(file, arrays, "labels").ints(),
                array(file, arrays, "predictions").ints(), array(file, arrays, "confidences").doubles(),
                array(file, arrays, "margins").doubles(), array(file, arrays, "epsilons").doubles(),
                array(file, arrays, "fates").ints(), array(file, arrays, "block_costs").floats(),
                array(file, arrays, "before").ints(), array(file, arrays, "after").ints(), segments);
        for (int length : new int[] {flow.labels.length, flow.predictions.length, flow.confidences.length,
                flow.margins.length, flow.epsilons.length, flow.fates.length}) {
            if (length != 0 && length != n) {
                throw new InputFileException(file, "holds " + length + " numbers for " + n + " samples");
            }
        }
        return flow;
    }

    private static NpyArray array(Path file, Map<String, NpyArray> arrays, String name) throws InputFileException {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new InputFileException(file, "holds no array '" + name + "'");
        }
        return array;
    }

    /**
     * The same particles, with the effect of attacks on all measured samples.
     *
     * @param all    of all measured samples; empty if there were no attacks
     * @param chosen indices of these among the measured samples, [n]
     */
    ParticleFlow withFates(List<Fate> all, int[] chosen) {
        return new ParticleFlow(rows, labels, predictions, confidences, margins, epsilons, all.isEmpty() ? new int[0]
                : Arrays.stream(chosen).map(i -> all.get(i).code()).toArray(), blockCosts, before, after, segments);
    }

    /** At most some of the samples, evenly spread over their rows; neighbours that are not among them become −1. */
    ParticleFlow limited(int most) {
        int n = samples();
        if (n <= most) {
            return this;
        }
        int[] chosen = chosen(n, most);
        int k = blockCosts.length / n;
        float[] costs = new float[most * k];
        for (int i = 0; i < most; i++) {
            System.arraycopy(blockCosts, chosen[i] * k, costs, i * k, k);
        }
        return new ParticleFlow(pick(rows, chosen), pick(labels, chosen), pick(predictions, chosen),
                pick(confidences, chosen), pick(margins, chosen), pick(epsilons, chosen),
                pick(fates, chosen), costs, neighbours(before, chosen), neighbours(after, chosen),
                segments.stream().map(segment -> limited(segment, chosen)).toList());
    }

    /**
     * Which of n samples are shown if there are at most some of them: evenly spread, in ascending order.
     *
     * @param among samples that must be among them, at most {@code most}
     */
    static int[] chosen(int n, int most, int... among) {
        int[] others = IntStream.range(0, n).filter(i -> Arrays.stream(among).noneMatch(row -> row == i)).toArray();
        int free = Math.min(n, most) - among.length;
        return IntStream.concat(Arrays.stream(among), IntStream.range(0, free)
                .map(i -> others[(int) ((long) i * others.length / free)])).sorted().toArray();
    }

    private int[] neighbours(int[] all, int[] chosen) {
        int m = all.length / samples();
        int[] places = new int[samples()];
        Arrays.fill(places, -1);
        IntStream.range(0, chosen.length).forEach(at -> places[chosen[at]] = at);
        return Arrays.stream(chosen).flatMap(i -> Arrays.stream(all, i * m, (i + 1) * m)).map(j -> places[j]).toArray();
    }

    private SegmentStates limited(SegmentStates segment, int[] chosen) {
        int r = segment.directions();
        int times = segment.states().length / (samples() * r);
        float[] states = new float[times * chosen.length * r];
        float[] optimal = new float[segment.optimal().length == 0 ? 0 : chosen.length * r];
        for (int i = 0; i < chosen.length; i++) {
            for (int t = 0; t < times; t++) {
                System.arraycopy(segment.states(), (t * samples() + chosen[i]) * r, states,
                        (t * chosen.length + i) * r, r);
            }
            if (optimal.length > 0) {
                System.arraycopy(segment.optimal(), chosen[i] * r, optimal, i * r, r);
            }
        }
        return new SegmentStates(
                segment.dimension(), segment.shares(), segment.kept(), segment.exact(), states, optimal);
    }

    private static int[] pick(int[] all, int[] chosen) {
        return all.length == 0 ? all : Arrays.stream(chosen).map(i -> all[i]).toArray();
    }

    private static double[] pick(double[] all, int[] chosen) {
        return all.length == 0 ? all : Arrays.stream(chosen).mapToDouble(i -> all[i]).toArray();
    }
}
