package org.leastaction.bench.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.Decodings;
import org.leastaction.bench.analysis.EnsembleMeasures;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.bench.page.ParticleFlow.SegmentStates;
import org.leastaction.bench.record.RecordFiles;
import org.leastaction.bench.record.RunResult;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.Segment;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.ExactSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Follows samples through a network. The model runs twice: on some samples to find the principal directions of their
 * states, then on all, whose states are projected block by block, so that memory does not grow with the number of
 * blocks, and grows with the dimension only for the first and last state of each segment. These are kept for optimal
 * images and neighbours, which are omitted if they would take too much time or memory.
 *
 * @param directions  number of principal directions that are kept, at least 2
 * @param batch       number of points per batch of the model
 * @param seed        of the search for the directions, and of the analysis of the same samples
 * @param budget      seconds for the whole analysis; optimal images and neighbours may take about a tenth of it
 */
public record ParticleMeasurement(int directions, int batch, long seed, double budget, Parallelism parallelism) {

    /** Coordinates of the states from which the directions are computed: 128 MB. */
    private static final long SOUGHT = 32_000_000;
    /** Maximum number of coordinates of first and last states that are kept: 600 MB. */
    private static final double MOST_KEPT = 1.5e8;
    /** Products of coordinates per second of the budget: a processor computes about 8·10⁹ in a second. */
    private static final double PRODUCTS = 8e8;
    private static final int NEIGHBOURS = 5;

    /** Twelve directions. */
    public static ParticleMeasurement of(int batch, long seed, double budget, Parallelism parallelism) {
        return new ParticleMeasurement(12, batch, seed, budget, parallelism);
    }

    /**
     * Adds the data of a run's samples for the interactive report to its result: their states, the effect of attacks,
     * and pictures if they are images.
     *
     * @param result        of the run, measured on all the samples or not measured
     * @param most          number of samples, spread evenly; the decoded ones are among them
     * @param normalisation of the data, which is undone in the pictures
     * @return empty if a state is not finite
     */
    public Optional<RunResult> added(
            RunResult result, FlowModel model, LabelledPoints samples, int most, Normalisation normalisation)
            throws IOException {
        String id = result.record().id();
        IntStream decoded = result.files().containsKey(RecordFiles.decodings(id))
                ? Arrays.stream(Decodings.rows(samples)).limit(most) : IntStream.empty();
        int[] rows = ParticleFlow.chosen(samples.size(), most, decoded.toArray());
        Optional<ParticleFlow> flow = follow(model, samples, rows);
        if (flow.isEmpty()) {
            return Optional.empty();
        }
        ParticleFlow attacked = result.record().analysis() == null ? flow.get() : flow.get().withFates(
                EnsembleMeasures.fates(result.record().requireAnalysis(), samples.size(), seed), rows);
        RunResult more = result.withFile(RecordFiles.flow(id), attacked.toBytes());
        Optional<PictureSheet> pictures = PictureSheet.of(samples.select(rows), normalisation);
        return Optional.of(pictures.isEmpty() ? more
                : more.withFile(RecordFiles.pictures(id), pictures.get().toBytes()));
    }

    /**
     * Follows samples.
     *
     * @param rows rows of the data that are followed, [n]
     * @return empty if a state is not finite
     */
    Optional<ParticleFlow> follow(FlowModel model, LabelledPoints data, int[] rows) {
        LabelledPoints samples = data.select(rows);
        List<Segment> segments = model.shape().segments();
        List<PrincipalDirections> found = new ArrayList<>();
        for (List<FloatPoints> states : soughtIn(model, samples.points())) {
            if (states.stream().anyMatch(points -> points.firstNonFinite() >= 0)) {
                return Optional.empty();
            }
            found.add(PrincipalDirections.of(states, directions, seed));
        }
        boolean affordable = affordable(segments, samples.size());
        Projected projected = new Projected(segments, found, samples.size(), affordable);
        Optional<FloatPoints> answers = model.pass(samples.points(), batch, projected::observe);
        if (!projected.isFinite()) {
            return Optional.empty();
        }
        int[] labels = samples.isLabelled() ? samples.labels() : new int[0];
        double[] epsilons = new double[samples.size()];
        List<SegmentStates> states = new ArrayList<>();
        for (int s = 0; s < segments.size(); s++) {
            int[] targets = new int[0];
            if (affordable) {
                targets = optimal(projected.start(s), projected.end(s), parallelism);
                add(epsilons, projected.end(s), targets);
            }
            states.add(projected.states(s, targets));
        }
        Answers told = Answers.of(answers, labels);
        // The report finds a particle by its number; tokens of a sample have the same.
        int[] numbers = NamedInputs.areTokens(model) ? rows : samples.numbers();
        return Optional.of(new ParticleFlow(numbers, labels, told.predictions(), told.confidences(),
                told.margins(), affordable ? roots(epsilons) : new double[0], new int[0], projected.costs,
                affordable ? neighbours(projected.start(0), parallelism) : new int[0],
                affordable ? neighbours(projected.end(segments.size() - 1), parallelism) : new int[0], states));
    }

    /**
     * A flow of the plane, from its states.
     *
     * @param states [K + 1, n, 2]
     * @param labels [n]
     */
    static ParticleFlow ofPlane(float[] states, int[] labels, int most, Parallelism parallelism) {
        int n = labels.length;
        int blocks = states.length / (2 * n) - 1;
        float[] costs = new float[n * blocks];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < blocks; k++) {
                for (int c = 0; c < 2; c++) {
                    float step = states[2 * ((k + 1) * n + i) + c] - states[2 * (k * n + i) + c];
                    costs[i * blocks + k] += step * step;
                }
            }
        }
        ParticleFlow plain = new ParticleFlow(IntStream.range(0, n).toArray(), labels, new int[0], new double[0],
                new double[0], new double[0], new int[0], costs, new int[0], new int[0],
                List.of(new SegmentStates(2, new double[2], 1, true, states, new float[0]))).limited(most);
        if (!plain.isFinite()) {
            return plain;
        }
        int m = plain.samples();
        float[] shown = plain.segments().get(0).states();
        FloatPoints start = FloatPoints.wrap(Arrays.copyOf(shown, 2 * m), m, 2);
        FloatPoints end = FloatPoints.wrap(Arrays.copyOfRange(shown, 2 * m * blocks, shown.length), m, 2);
        int[] targets = optimal(start, end, parallelism);
        double[] epsilons = new double[m];
        add(epsilons, end, targets);
        return new ParticleFlow(plain.rows(), plain.labels(), plain.predictions(), plain.confidences(),
                plain.margins(), roots(epsilons), new int[0], plain.blockCosts(), neighbours(start, parallelism),
                neighbours(end, parallelism), List.of(new SegmentStates(
                        2, new double[2], 1, true, shown, end.select(targets).toArray())));
    }

    /** Whether there are time and memory for optimal images and neighbours of n samples. */
    private boolean affordable(List<Segment> segments, int n) {
        double kept = segments.stream().mapToDouble(segment -> 2.0 * n * segment.dimension()).sum();
        return kept <= MOST_KEPT && kept * n <= PRODUCTS * budget;
    }

    /** The states of some samples before and after every block, by segment. */
    private List<List<FloatPoints>> soughtIn(FlowModel model, FloatPoints inputs) {
        long numbers = model.shape().segments().stream()
                .mapToLong(segment -> (long) (segment.blocks() + 1) * segment.dimension()).sum();
        int some = (int) Math.max(1, Math.min(inputs.size(), SOUGHT / numbers));
        List<List<FloatPoints>> states = new ArrayList<>();
        model.shape().segments().forEach(segment -> states.add(new ArrayList<>()));
        int[] first = firstBlocks(model.shape().segments());
        model.pass(inputs.rows(0, some), batch, (row, step) -> {
            if (step.block() == first[step.segment()]) {
                states.get(step.segment()).add(copy(step.shortcut()));
            }
            states.get(step.segment()).add(copy(step.output()));
        });
        return states;
    }

    private static FloatPoints copy(FloatPoints points) {
        return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
    }

    private static int[] firstBlocks(List<Segment> segments) {
        int[] first = new int[segments.size()];
        for (int s = 1; s < first.length; s++) {
            first[s] = first[s - 1] + segments.get(s - 1).blocks();
        }
        return first;
    }

    /** T* as targets among the images; the pairing itself if it is optimal. */
    private static int[] optimal(FloatPoints x, FloatPoints tx, Parallelism parallelism) {
        return ExactSolver.defaults().withParallelism(parallelism)
                .startingFrom(WarmStart.pairing(Assignment.identity(x.size())))
                .solve(TransportProblem.squaredEuclidean(x, tx)).assignment().toArray();
    }

    /** Adds ‖T(x) − T*(x)‖². */
    private static void add(double[] squares, FloatPoints end, int[] targets) {
        for (int i = 0; i < targets.length; i++) {
            squares[i] += targets[i] == i ? 0 : squaredDistance(end, i, targets[i]);
        }
    }

    private static double[] roots(double[] squares) {
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    private static double squaredDistance(FloatPoints points, int i, int j) {
        int d = points.dimension();
        int from = points.offset() + i * d;
        int to = points.offset() + j * d;
        float[] values = points.array();
        double sum = 0;
        for (int c = 0; c < d; c++) {
            double step = values[from + c] - values[to + c];
            sum += step * step;
        }
        return sum;
    }

    /** The nearest other points of each point, [n, m], nearest first; m is 5, or n − 1 if that is less. O(n²·d). */
    private static int[] neighbours(FloatPoints points, Parallelism parallelism) {
        int n = points.size();
        int m = Math.min(NEIGHBOURS, n - 1);
        DoublePoints same = points.toDouble();
        CostMatrix squares = CostMatrix.of(GroundCost.squaredEuclidean(), same, same, parallelism);
        int[] nearest = new int[n * m];
        parallelism.forEach(n, i -> {
            double[] distances = new double[m];
            int known = 0;
            for (int j = 0; j < n && m > 0; j++) {
                double distance = j == i ? Double.POSITIVE_INFINITY : squares.get(i, j);
                if (j != i && (known < m || distance < distances[m - 1])) {
                    int at = known < m ? known++ : m - 1;
                    for (; at > 0 && distances[at - 1] > distance; at--) {
                        distances[at] = distances[at - 1];
                        nearest[i * m + at] = nearest[i * m + at - 1];
                    }
                    distances[at] = distance;
                    nearest[i * m + at] = j;
                }
            }
        });
        return nearest;
    }

    /** Collects projected states, batch by batch. */
    private static final class Projected {

        private final List<Segment> segments;
        private final List<PrincipalDirections> directions;
        private final int[] first;
        private final int n;
        private final int blocks;
        private final float[] costs;
        private final List<float[]> states = new ArrayList<>();
        private final List<float[]> starts = new ArrayList<>();
        private final List<float[]> ends = new ArrayList<>();
        private final double[] squares;
        private final boolean keepsEnds;

        Projected(List<Segment> segments, List<PrincipalDirections> directions, int n, boolean keepsEnds) {
            this.segments = segments;
            this.directions = directions;
            this.first = firstBlocks(segments);
            this.n = n;
            this.blocks = segments.stream().mapToInt(Segment::blocks).sum();
            this.costs = new float[Math.multiplyExact(n, blocks)];
            this.squares = new double[segments.size()];
            this.keepsEnds = keepsEnds;
            for (int s = 0; s < segments.size(); s++) {
                int kept = keepsEnds ? Math.multiplyExact(n, segments.get(s).dimension()) : 0;
                states.add(new float[(segments.get(s).blocks() + 1) * n * size(s)]);
                starts.add(new float[kept]);
                ends.add(new float[kept]);
            }
        }

        /** The plane is shown without projection. */
        private boolean isExact(int s) {
            return segments.get(s).dimension() == 2;
        }

        private int size(int s) {
            return isExact(s) ? 2 : directions.get(s).size();
        }

        void observe(int row, BlockStep step) {
            int s = step.segment();
            if (step.block() == first[s]) {
                put(s, 0, row, step.shortcut());
                keep(step.shortcut(), starts.get(s), row);
            }
            put(s, step.block() - first[s] + 1, row, step.output());
            if (step.block() == first[s] + segments.get(s).blocks() - 1) {
                keep(step.output(), ends.get(s), row);
            }
            FloatPoints residue = step.residue();
            for (int i = 0; i < residue.size(); i++) {
                double sum = 0;
                for (int c = 0; c < residue.dimension(); c++) {
                    sum += residue.get(i, c) * residue.get(i, c);
                }
                costs[(row + i) * blocks + step.block()] = (float) sum;
            }
        }

        private void put(int s, int state, int row, FloatPoints points) {
            float[] coordinates = isExact(s) ? points.toArray() : directions.get(s).project(points);
            System.arraycopy(coordinates, 0, states.get(s), (state * n + row) * size(s), coordinates.length);
            squares[s] += directions.get(s).squares(points);
        }

        private void keep(FloatPoints points, float[] all, int row) {
            if (keepsEnds) {
                System.arraycopy(
                        points.toArray(), 0, all, row * points.dimension(), points.size() * points.dimension());
            }
        }

        FloatPoints start(int s) {
            return FloatPoints.wrap(starts.get(s), n, segments.get(s).dimension());
        }

        FloatPoints end(int s) {
            return FloatPoints.wrap(ends.get(s), n, segments.get(s).dimension());
        }

        boolean isFinite() {
            return IntStream.range(0, segments.size()).allMatch(s -> Double.isFinite(squares[s]))
                    && IntStream.range(0, costs.length).allMatch(i -> Float.isFinite(costs[i]));
        }

        SegmentStates states(int s, int[] targets) {
            int r = size(s);
            float[] all = states.get(s);
            double[] shares = new double[r];
            for (int i = 0; i < all.length && !isExact(s); i++) {
                shares[i % r] += squares[s] > 0 ? (double) all[i] * all[i] / squares[s] : 0;
            }
            FloatPoints last = FloatPoints.wrap(Arrays.copyOfRange(all, all.length - n * r, all.length), n, r);
            return new SegmentStates(segments.get(s).dimension(), shares,
                    isExact(s) ? 1 : Math.min(1, Arrays.stream(shares).sum()), isExact(s), all,
                    targets.length == 0 ? new float[0] : last.select(targets).toArray());
        }
    }

    /** The output of the classifier; empty arrays without a classifier, margins only with labels. */
    private record Answers(int[] predictions, double[] confidences, double[] margins) {

        static Answers of(Optional<FloatPoints> logProbabilities, int[] labels) {
            if (logProbabilities.isEmpty() || hasNaN(logProbabilities.get())) {
                return new Answers(new int[0], new double[0], new double[0]);
            }
            FloatPoints scores = logProbabilities.get();
            int[] predictions = new int[scores.size()];
            double[] confidences = new double[scores.size()];
            double[] margins = new double[labels.length];
            for (int i = 0; i < predictions.length; i++) {
                double other = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < scores.dimension(); c++) {
                    predictions[i] = scores.get(i, c) > scores.get(i, predictions[i]) ? c : predictions[i];
                    other = labels.length > 0 && c != labels[i] ? Math.max(other, scores.get(i, c)) : other;
                }
                confidences[i] = Math.exp(scores.get(i, predictions[i]));
                if (labels.length > 0) {
                    margins[i] = Math.exp(scores.get(i, labels[i])) - Math.exp(other);
                }
            }
            return new Answers(predictions, confidences, margins);
        }

        private static boolean hasNaN(FloatPoints scores) {
            return IntStream.range(0, scores.size()).anyMatch(
                    i -> IntStream.range(0, scores.dimension()).anyMatch(c -> Double.isNaN(scores.get(i, c))));
        }
    }
}
