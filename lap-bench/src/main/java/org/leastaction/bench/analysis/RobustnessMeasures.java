package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.RoleReasons;
import org.leastaction.metrics.robustness.CertifiedRadius;
import org.leastaction.metrics.robustness.Classifier;
import org.leastaction.metrics.robustness.FastGradient;
import org.leastaction.metrics.robustness.InputRange;
import org.leastaction.metrics.robustness.LossGradient;
import org.leastaction.metrics.robustness.Noise;
import org.leastaction.metrics.robustness.Norm;
import org.leastaction.metrics.robustness.ProjectedGradient;
import org.leastaction.metrics.robustness.RobustnessCurve;
import org.leastaction.metrics.robustness.Target;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Accuracy under attacks and noise, in the units of the inputs. */
final class RobustnessMeasures implements Measures {

    private static final double[] IMAGES_LINF = {0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3};
    private static final double[] IMAGES_L2 = {0, 0.25, 0.5, 1, 1.5, 2, 3};
    private static final double[] IMAGES_GAUSSIAN = {0, 0.1, 0.2, 0.3, 0.5, 0.7, 1};
    private static final double[] IMAGES_UNIFORM = {0, 0.1, 0.2, 0.4, 0.6, 0.8, 1};
    /** Radii for points, in multiples of the standard deviation of the inputs' elements. */
    private static final double[] POINTS = {0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75};
    private static final int DRAWS = 4;
    /**
     * Maximum number of gradients per input: two fast attacks, two iterated ones at six radii above 0, and those of the
     * certified radius.
     */
    private static final int GRADIENTS = 2 + 2 * 6 * ProjectedGradient.defaults().steps()
            * ProjectedGradient.defaults().restarts() + 1 + DRAWS;
    private static final List<String> OF_ATTACKS = List.of("robust_accuracy_linf", "robust_accuracy_l2",
            "certified_radius_estimate", "loss_lipschitz", "attack_points");

    @Override
    public List<String> keys() {
        return List.of("robust_accuracy", "robust_accuracy_linf", "robust_accuracy_l2", "noise_accuracy_gaussian",
                "noise_accuracy_uniform", "certified_radius_estimate", "loss_lipschitz", "attack_points",
                "noise_points", "attack_derivatives");
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        if (flow.flow().logProbabilities().isEmpty()) {
            return Optional.of("the network tells no classes apart");
        }
        if (!flow.data().isLabelled()) {
            return Optional.of(StudiedFlow.NO_LABELS);
        }
        return flow.model().role(DiscreteInputs.class)
                .filter(inputs -> inputs.meaning() == DiscreteInputs.Meaning.CATEGORIES)
                .map(inputs -> "the inputs are whole numbers that stand for something, such as tokens: there is no small"
                        + " change of one");
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        FlowModel model = flow.model();
        Classifier classifier = inputs -> model.answers(model.encode(flow.units().normalised(inputs)));
        Map<String, double[]> table = new LinkedHashMap<>();
        boolean images = flow.units().range().equals(InputRange.unit());
        double scale = images ? 1 : deviation(flow.units().natural(flow.data().points()));
        putNoise(analysis, table, flow, classifier, images, scale);
        Optional<LossGradients> gradients = model.role(LossGradients.class);
        gradients.ifPresent(role -> {
            analysis.put("attack_derivatives", DerivativeWords.of(role));
            double seconds = GRADIENTS * ProductCost.ofGradient(
                    role.derivativeMethod(), flow.data().points(),
                    inputs -> role.lossGradients(inputs, Arrays.copyOf(flow.data().labels(), inputs.size())),
                    inputs -> model.answers(model.encode(inputs)));
            int wanted = Math.min(flow.sizes().attacks(), flow.data().size());
            OptionalInt affordable = flow.budget().points(wanted, seconds);
            if (affordable.isEmpty()) {
                String reason = flow.budget().refusal(wanted, seconds, role.derivativeMethod());
                OF_ATTACKS.forEach(key -> analysis.missing(key, reason));
                return;
            }
            flow.watch().reached("attacks", 0, 0);
            putAttacks(analysis, table, flow, classifier, (inputs, labels) -> flow.units()
                    .naturalGradient(role.lossGradients(flow.units().normalised(inputs), labels)), images, scale,
                    affordable.getAsInt());
        });
        analysis.put("robust_accuracy", table);
        return RoleReasons.of(model, LossGradients.class, "the backend does not differentiate the loss");
    }

    private static void putNoise(
            Analysis.Builder analysis, Map<String, double[]> table, StudiedFlow flow, Classifier classifier,
            boolean images, double scale) {
        Target target = target(flow, classifier, flow.sizes().noise());
        RobustnessCurve gaussian = Noise.GAUSSIAN.curve(
                target, images ? IMAGES_GAUSSIAN : scaled(POINTS, scale), flow.seed());
        RobustnessCurve uniform = Noise.UNIFORM.curve(
                target, images ? IMAGES_UNIFORM : scaled(POINTS, scale), flow.seed());
        put(table, "gaussian", gaussian);
        put(table, "uniform", uniform);
        analysis.put("noise_accuracy_gaussian", gaussian.meanAccuracy())
                .put("noise_accuracy_uniform", uniform.meanAccuracy())
                .put("noise_points", target.labels().length);
    }

    private static void putAttacks(
            Analysis.Builder analysis, Map<String, double[]> table, StudiedFlow flow, Classifier classifier,
            LossGradient loss, boolean images, double scale, int inputs) {
        Target target = target(flow, classifier, inputs);
        double[] linf = images ? IMAGES_LINF : scaled(POINTS, scale);
        double[] l2 = images ? IMAGES_L2 : scaled(POINTS, scale);
        ProjectedGradient attack = ProjectedGradient.defaults().withSeed(flow.seed());
        RobustnessCurve pgdLinf = attack.curve(target, loss, Norm.L_INFINITY, linf);
        RobustnessCurve pgdL2 = attack.curve(target, loss, Norm.L2, l2);
        put(table, "fgsm_linf", FastGradient.curve(target, loss, Norm.L_INFINITY, linf));
        put(table, "fgsm_l2", FastGradient.curve(target, loss, Norm.L2, l2));
        put(table, "pgd_linf", pgdLinf);
        put(table, "pgd_l2", pgdL2);
        CertifiedRadius certified = CertifiedRadius.of(
                target, loss, Norm.L2, l2[2], DRAWS, Bootstrap.defaults().withSeed(flow.seed()));
        analysis.put("robust_accuracy_linf", pgdLinf.meanAccuracy())
                .put("robust_accuracy_l2", pgdL2.meanAccuracy())
                .put("certified_radius_estimate", certified.mean())
                .put("loss_lipschitz", certified.lipschitz())
                .put("attack_points", target.labels().length);
    }

    private static Target target(StudiedFlow flow, Classifier classifier, int size) {
        LabelledPoints some = flow.data().select(StudiedFlow.rows(flow.data().size(), size, flow.seed()));
        return new Target(classifier, flow.units().natural(some.points()), some.labels(), flow.units().range(),
                flow.batch());
    }

    private static void put(Map<String, double[]> table, String name, RobustnessCurve curve) {
        table.put(name + "_radius", column(curve, RobustnessCurve.Point::radius));
        table.put(name, column(curve, point -> point.accuracy().value()));
        table.put(name + "_low", column(curve, point -> point.accuracy().low()));
        table.put(name + "_high", column(curve, point -> point.accuracy().high()));
    }

    private static double[] column(RobustnessCurve curve, ToDoubleFunction<RobustnessCurve.Point> value) {
        return curve.points().stream().mapToDouble(value).toArray();
    }

    private static double[] scaled(double[] shares, double scale) {
        return Arrays.stream(shares).map(share -> share * scale).toArray();
    }

    /** The standard deviation of all elements around the mean of their column; 1 if they are all equal. */
    private static double deviation(FloatPoints points) {
        double squares = 0;
        for (int j = 0; j < points.dimension(); j++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < points.size(); i++) {
                double value = points.get(i, j);
                mean += value / points.size();
                square += value * value / points.size();
            }
            squares += Math.max(0, square - mean * mean);
        }
        double deviation = Math.sqrt(squares / points.dimension());
        return deviation > 0 && Double.isFinite(deviation) ? deviation : 1;
    }
}
