package org.leastaction.bench.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.detect.DetectionResult.Contribution;
import org.leastaction.bench.detect.DetectionResult.Familiarity;
import org.leastaction.bench.detect.DetectionResult.Kind;
import org.leastaction.bench.detect.DetectionSettings.PlannedAttack;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.LossGradients;
import org.leastaction.metrics.detection.BoostedStumps;
import org.leastaction.metrics.detection.MahalanobisScore;
import org.leastaction.metrics.detection.RocCurve;
import org.leastaction.metrics.robustness.Classifier;
import org.leastaction.metrics.robustness.ScoreGradients;
import org.leastaction.metrics.robustness.Target;
import org.leastaction.metrics.statistics.Wilson;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Compares detectors on one network. The samples are split at random into two halves. Detectors are fitted to the
 * first: the transport detector to its clean inputs and those of one attack, the Mahalanobis distance to its clean
 * inputs alone. The second half tests them: clean inputs against those of each attack, and against other data. Only
 * inputs that the network classifies correctly count, and of the attacked ones only those that the attack broke; where
 * other data are the abnormal inputs, all clean inputs of the second half count.
 */
public final class Detection {

    /** With fewer abnormal inputs a ROC curve is too uncertain. */
    public static final int LEAST = 10;
    private static final int SHOWN_FEATURES = 10;

    private final FlowModel model;
    private final InputUnits units;
    private final DetectionSettings settings;

    public Detection(FlowModel model, InputUnits units, DetectionSettings settings) {
        this.model = model;
        this.units = units;
        this.settings = settings;
    }

    /**
     * Attacks, observes, fits and tests.
     *
     * @param samples labelled inputs, normalised, at least {@value #LEAST} of which are classified correctly
     * @param foreign other data in the form of the network's inputs, normalised; empty if there are none
     * @throws IllegalArgumentException if there are too few inputs to fit a detector
     */
    public DetectionResult run(LabelledPoints samples, Optional<ForeignInputs> foreign, DetectionWatch watch) {
        int stages = settings.attacks().size() + 1;
        watch.reached("clean inputs", 0, stages);
        TransportFeatures clean = observed(samples.points());
        boolean[] right = rights(clean, samples.labels());
        boolean[] first = firstHalf(samples.size());
        int[] fitRows = rows(samples.size(), i -> first[i] && right[i]);
        int[] testRows = rows(samples.size(), i -> !first[i] && right[i]);
        if (fitRows.length < LEAST || testRows.length < LEAST) {
            throw new IllegalArgumentException("of " + samples.size() + " samples, " + fitRows.length + " and "
                    + testRows.length + " in the two halves are classified correctly; a detector needs at least "
                    + LEAST
                    + " in each");
        }
        Attacked[] attacked = new Attacked[settings.attacks().size()];
        for (int a = 0; a < attacked.length; a++) {
            watch.reached(settings.attacks().get(a).title(), a + 1, stages);
            attacked[a] = attacked(settings.attacks().get(a), samples, watch);
        }
        PlannedAttack seen = settings.attacks().get(settings.seen());
        Attacked toFit = attacked[settings.seen()];
        int[] brokenRows = rows(samples.size(), i -> first[i] && right[i] && toFit.broken()[i]);
        if (brokenRows.length < LEAST) {
            throw new IllegalArgumentException(seen.title() + " with radius " + seen.ball().radius() + " broke "
                    + brokenRows.length + " of " + fitRows.length + " inputs; a detector is fitted to at least " + LEAST
                    + ": a greater radius breaks more");
        }
        BoostedStumps transport = transport(clean.select(fitRows), toFit.observed().select(brokenRows));
        MahalanobisScore mahalanobis = MahalanobisScore.fit(
                clean.last().select(fitRows), samples.select(fitRows).labels());
        Scores cleanScores = new Scores(transport, mahalanobis, clean);
        List<Kind> kinds = new ArrayList<>();
        for (int a = 0; a < attacked.length; a++) {
            PlannedAttack attack = settings.attacks().get(a);
            boolean[] broken = attacked[a].broken();
            int[] abnormal = rows(samples.size(), i -> !first[i] && right[i] && broken[i]);
            kinds.add(kind(attack.key(), attack.title(), a == settings.seen() ? Familiarity.SEEN : Familiarity.UNSEEN,
                    testRows.length, cleanScores.of(testRows),
                    new Scores(transport, mahalanobis, attacked[a].observed()).of(abnormal)));
        }
        foreign.ifPresent(other -> {
            TransportFeatures observed = observed(other.inputs());
            kinds.add(kind("ood", other.name(), Familiarity.OTHER_DATA, observed.size(),
                    cleanScores.of(rows(samples.size(), i -> !first[i])),
                    new Scores(transport, mahalanobis, observed).of(rows(observed.size(), i -> true))));
        });
        long correct = IntStream.range(0, right.length).filter(i -> right[i]).count();
        return new DetectionResult(Wilson.interval(correct, right.length), fitRows.length, brokenRows.length,
                mahalanobis.shrinkage(), kinds, contributions(transport, clean.names()));
    }

    /** Transport features of the inputs of an attack, and which correctly classified ones it broke. */
    private record Attacked(TransportFeatures observed, boolean[] broken) {}

    private Attacked attacked(PlannedAttack planned, LabelledPoints samples, DetectionWatch watch) {
        FloatPoints natural = units.natural(samples.points());
        FloatPoints inputs = watch.known(planned.key()).orElseGet(() -> {
            Classifier classifier = points -> model.scores(units.normalised(points));
            Optional<LossGradients> role = model.role(LossGradients.class);
            ScoreGradients gradients = role.isEmpty() ? null : (points, weights) -> units.naturalGradient(
                    role.get().scoreGradients(units.normalised(points), weights));
            FloatPoints found = planned.attack().attack(
                    new Target(classifier, natural, samples.labels(), units.range(), settings.batch()), gradients,
                    planned.ball()).inputs();
            watch.attacked(planned.key(), found);
            return found;
        });
        TransportFeatures observed = observed(units.normalised(inputs));
        boolean[] rights = rights(observed, samples.labels());
        boolean[] broken = new boolean[rights.length];
        for (int i = 0; i < broken.length; i++) {
            broken[i] = !rights[i];
        }
        return new Attacked(observed, broken);
    }

    private TransportFeatures observed(FloatPoints normalised) {
        return TransportFeatures.of(model, normalised, settings.batch());
    }

    private static BoostedStumps transport(TransportFeatures clean, TransportFeatures abnormal) {
        int n = clean.size() + abnormal.size();
        int f = clean.features().dimension();
        double[] all = Arrays.copyOf(clean.features().array(), n * f);
        System.arraycopy(abnormal.features().array(), 0, all, clean.size() * f, abnormal.size() * f);
        boolean[] positive = new boolean[n];
        Arrays.fill(positive, clean.size(), n, true);
        return BoostedStumps.fit(DoublePoints.wrap(all, n, f), positive, BoostedStumps.Options.defaults());
    }

    private static Kind kind(String key, String title, Familiarity familiarity, int attacked,
            Map<Detector, double[]> clean, Map<Detector, double[]> abnormal) {
        int count = abnormal.values().iterator().next().length;
        if (count < LEAST) {
            return new Kind(key, title, familiarity, attacked, Map.of(), Optional.of(
                    (familiarity == Familiarity.OTHER_DATA ? "there are " + count + " inputs"
                            : "the attack broke " + count + " of " + attacked + " inputs")
                            + "; at least " + LEAST + " are needed"));
        }
        Map<Detector, RocCurve> curves = new EnumMap<>(Detector.class);
        abnormal.forEach((detector, scores) -> curves.put(detector,
                RocCurve.of(Objects.requireNonNull(clean.get(detector)), scores)));
        return new Kind(key, title, familiarity, attacked, curves, Optional.empty());
    }

    private static List<Contribution> contributions(BoostedStumps transport, List<String> names) {
        double[] heights = transport.contributions(names.size());
        double sum = Arrays.stream(heights).sum();
        return IntStream.range(0, heights.length).filter(j -> heights[j] > 0)
                .mapToObj(j -> new Contribution(names.get(j), heights[j] / sum))
                .sorted(Comparator.comparingDouble(Contribution::share).reversed()).limit(SHOWN_FEATURES).toList();
    }

    private static boolean[] rights(TransportFeatures observed, int[] labels) {
        boolean[] rights = new boolean[labels.length];
        for (int i = 0; i < rights.length; i++) {
            int best = 0;
            for (int c = 1; c < observed.answers().dimension(); c++) {
                best = observed.answers().get(i, c) > observed.answers().get(i, best) ? c : best;
            }
            rights[i] = best == labels[i];
        }
        return rights;
    }

    /** A random half of the samples. */
    private boolean[] firstHalf(int n) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        int[] rows = IntStream.range(0, n).toArray();
        boolean[] half = new boolean[n];
        for (int i = 0; i < n / 2; i++) {
            int j = i + random.nextInt(n - i);
            half[rows[j]] = true;
            rows[j] = rows[i];
        }
        return half;
    }

    private static int[] rows(int n, IntPredicate chosen) {
        return IntStream.range(0, n).filter(chosen).toArray();
    }

    /** The scores of all detectors on some inputs. */
    private static final class Scores {

        private final Map<Detector, double[]> all = new EnumMap<>(Detector.class);

        Scores(BoostedStumps transport, MahalanobisScore mahalanobis, TransportFeatures inputs) {
            all.put(Detector.TRANSPORT, transport.scores(inputs.features()));
            all.put(Detector.MAX_SOFTMAX, inputs.unsureness());
            all.put(Detector.MAHALANOBIS, mahalanobis.scores(inputs.last()));
        }

        Map<Detector, double[]> of(int[] rows) {
            Map<Detector, double[]> some = new EnumMap<>(Detector.class);
            all.forEach((detector, scores) -> some.put(detector,
                    Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray()));
            return some;
        }
    }
}
