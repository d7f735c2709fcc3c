package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.analysis.ProductCost.DerivativeWords;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.RoleReasons;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.robustness.CertifiedRadius;
import org.leastaction.metrics.robustness.Classifier;
import org.leastaction.metrics.robustness.FastGradient;
import org.leastaction.metrics.robustness.InputRange;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.metrics.robustness.Noise;
import org.leastaction.metrics.robustness.Norm;
import org.leastaction.metrics.robustness.ProjectedGradient;
import org.leastaction.metrics.robustness.RobustnessCurve;
import org.leastaction.metrics.robustness.Target;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Accuracy under attacks and noise, in the units of the inputs. */
public final class RobustnessMeasures implements MetricGroup {

    private static final String GROUP = "robustness";
    private static final double[] IMAGES_LINF = {0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3};
    private static final double[] IMAGES_L2 = {0, 0.25, 0.5, 1, 1.5, 2, 3};
    private static final double[] IMAGES_GAUSSIAN = {0, 0.1, 0.2, 0.3, 0.5, 0.7, 1};
    private static final double[] IMAGES_UNIFORM = {0, 0.1, 0.2, 0.4, 0.6, 0.8, 1};
    /** Radii for points, in multiples of the standard deviation of the inputs' elements. */
    private static final double[] POINTS = {0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75};
    private static final int DRAWS = 4;
    /** Evaluations per input under noise: two kinds at seven radii. */
    private static final int NOISE_EVALUATIONS = 14;
    /**
     * Maximum number of gradients per input: two fast attacks, two iterated ones at six radii above 0, and those of the
     * certified radius.
     */
    private static final int GRADIENTS = 2 + 2 * 6 * ProjectedGradient.defaults().steps()
            * ProjectedGradient.defaults().restarts() + 1 + DRAWS;

    public static final MetricDefinition ROBUST_ACCURACY =
            MetricDefinition.of(GROUP, "robust_accuracy", "robust accuracy").moreIsBetter()
                    .formula("curves: `X_radius`, `X` (accuracy), `X_low`, `X_high` for X = `gaussian`, `uniform`, "
                            + "`fgsm_linf`, `fgsm_l2`, `pgd_linf`, `pgd_l2`")
                    .unit("[0, 1]").interval("Wilson")
                    .reference("Goodfellow et al. 2015; Madry et al. 2018")
                    .cost("7 passes for noise and FGSM; up to 10 steps · 2 starts · 6 radii gradients for PGD, which"
                            + " stops for an input once it is misclassified")
                    .caveat("attacks give upper bounds: a stronger attack may succeed more often");
    public static final MetricDefinition ROBUST_ACCURACY_LINF =
            MetricDefinition.of(GROUP, "robust_accuracy_linf", "robust accuracy, L∞").moreIsBetter()
                    .meaning("mean accuracy over the radii of PGD in L∞")
                    .formula("area under the curve of PGD in L∞ over its range of radii").unit("[0, 1]")
                    .interval("see the curve").reference("Madry et al. 2018").caveat("depends on the radii");
    public static final MetricDefinition ROBUST_ACCURACY_L2 =
            MetricDefinition.of(GROUP, "robust_accuracy_l2", "robust accuracy, L₂").moreIsBetter()
                    .meaning("mean accuracy over the radii of PGD in L₂")
                    .formula("area under the curve of PGD in L2 over its range of radii").unit("[0, 1]")
                    .interval("see the curve").reference("Madry et al. 2018").caveat("depends on the radii");
    public static final MetricDefinition NOISE_ACCURACY_GAUSSIAN =
            MetricDefinition.of(GROUP, "noise_accuracy_gaussian", "accuracy under Gaussian noise").moreIsBetter()
                    .meaning("mean accuracy over Gaussian noise")
                    .formula("area under the curve of Gaussian noise over its range of radii")
                    .unit("[0, 1]").interval("see the curve").reference("Hendrycks and Dietterich 2019")
                    .caveat("depends on the radii");
    public static final MetricDefinition NOISE_ACCURACY_UNIFORM =
            MetricDefinition.of(GROUP, "noise_accuracy_uniform", "accuracy under uniform noise").moreIsBetter()
                    .meaning("mean accuracy over uniform noise")
                    .formula("area under the curve of uniform noise over its range of radii")
                    .unit("[0, 1]").interval("see the curve").reference("Hendrycks and Dietterich 2019")
                    .caveat("depends on the radii");
    public static final MetricDefinition CERTIFIED_RADIUS_ESTIMATE =
            MetricDefinition.of(GROUP, "certified_radius_estimate", "estimated radius").moreIsBetter()
                    .meaning("mean L2 radius if no gradient is steeper; no certificate")
                    .formula(
                            "mean of max(0, ln 2 − loss)/L, L the norm of the steepest gradient of the loss found at"
                                    + " inputs and at 4 random points around each")
                    .unit("L2 length").interval("bootstrap")
                    .reference("Tsuzuku et al. 2018").cost("5 gradients per input")
                    .caveat("**an estimate, not a certificate**: L is a lower bound, so the radius is too large if"
                            + " anything");
    public static final MetricDefinition LOSS_LIPSCHITZ = MetricDefinition.of(GROUP, "loss_lipschitz", "steepest loss")
            .symbol("L").lessIsBetter().meaning("steepest gradient of the loss that was found")
            .formula("L of `certified_radius_estimate`")
            .unit("nats per length").interval("none: a lower bound").reference("as `certified_radius_estimate`")
            .cost("5 gradients per input").caveat("the steepest of a few points");
    public static final MetricDefinition ATTACK_POINTS =
            MetricDefinition.of(GROUP, "attack_points", "inputs under attack").formula("number of inputs attacked")
                    .unit("count").caveat("with 128 inputs accuracies are uncertain by up to ± 9 percentage points");
    public static final MetricDefinition NOISE_POINTS = MetricDefinition.of(GROUP, "noise_points", "inputs under noise")
            .formula("number of inputs under noise").unit("count")
            .caveat("with 128 inputs accuracies are uncertain by up to ± 9 percentage points");
    public static final MetricDefinition ATTACK_DERIVATIVES =
            MetricDefinition.of(GROUP, "attack_derivatives", "derivatives of the loss")
                    .formula("how the gradients of the loss were computed, as `jacobian_derivatives`").unit("words")
                    .cost("none extra")
                    .caveat("an attack by inexact gradients is weaker, so a network appears more robust");
    private static final List<MetricDefinition> OF_ATTACKS = List.of(ROBUST_ACCURACY_LINF, ROBUST_ACCURACY_L2,
            CERTIFIED_RADIUS_ESTIMATE, LOSS_LIPSCHITZ, ATTACK_POINTS);

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(ROBUST_ACCURACY, ROBUST_ACCURACY_LINF, ROBUST_ACCURACY_L2, NOISE_ACCURACY_GAUSSIAN,
                NOISE_ACCURACY_UNIFORM, CERTIFIED_RADIUS_ESTIMATE, LOSS_LIPSCHITZ, ATTACK_POINTS, NOISE_POINTS,
                ATTACK_DERIVATIVES);
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        if (flow.flow().logProbabilities().isEmpty()) {
            return Optional.of("the network has no classes");
        }
        if (!flow.data().isLabelled()) {
            return Optional.of(StudiedFlow.NO_LABELS);
        }
        return NamedInputs.areCategories(flow.model())
                ? Optional.of("the inputs are categories, such as tokens: there is no small change of one")
                : Optional.empty();
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        FlowModel model = flow.model();
        Classifier classifier = inputs -> model.scores(flow.units().normalised(inputs));
        Map<String, double[]> table = new LinkedHashMap<>();
        boolean images = flow.units().range().equals(InputRange.unit());
        double scale = images ? 1 : deviation(flow.units().natural(flow.data().points()));
        putNoise(analysis, table, flow, classifier, images, scale);
        Optional<LossGradients> gradients = model.role(LossGradients.class);
        gradients.ifPresent(role -> {
            analysis.put(ATTACK_DERIVATIVES, DerivativeWords.of(role));
            double seconds = GRADIENTS * ProductCost.ofGradient(flow, role);
            int wanted = Math.min(flow.sizes().attacks(), flow.data().size());
            OptionalInt affordable = flow.budget().points(wanted, seconds);
            if (affordable.isEmpty()) {
                String reason = flow.budget().refusal(wanted, seconds, role);
                OF_ATTACKS.forEach(key -> analysis.missing(key, reason));
                return;
            }
            flow.watch().reached("attacks", 0, 0);
            putAttacks(analysis, table, flow, classifier, (inputs, labels) -> flow.units()
                    .naturalGradient(role.lossGradients(flow.units().normalised(inputs), labels)), images, scale,
                    affordable.getAsInt());
        });
        analysis.put(ROBUST_ACCURACY, table);
        return RoleReasons.of(model, LossGradients.class, "the backend does not differentiate the loss");
    }

    private static void putNoise(
            Analysis.Builder analysis, Map<String, double[]> table, StudiedFlow flow, Classifier classifier,
            boolean images, double scale) {
        double seconds = NOISE_EVALUATIONS * ProductCost.ofEvaluation(flow);
        Target target = target(flow, classifier, flow.budget().pointsAtLeast(
                Math.min(flow.sizes().noise(), flow.data().size()), seconds));
        RobustnessCurve gaussian = Noise.GAUSSIAN.curve(
                target, images ? IMAGES_GAUSSIAN : scaled(POINTS, scale), flow.seed());
        RobustnessCurve uniform = Noise.UNIFORM.curve(
                target, images ? IMAGES_UNIFORM : scaled(POINTS, scale), flow.seed());
        put(table, "gaussian", gaussian);
        put(table, "uniform", uniform);
        analysis.put(NOISE_ACCURACY_GAUSSIAN, gaussian.meanAccuracy())
                .put(NOISE_ACCURACY_UNIFORM, uniform.meanAccuracy())
                .put(NOISE_POINTS, target.labels().length);
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
        analysis.put(ROBUST_ACCURACY_LINF, pgdLinf.meanAccuracy())
                .put(ROBUST_ACCURACY_L2, pgdL2.meanAccuracy())
                .put(CERTIFIED_RADIUS_ESTIMATE, certified.mean())
                .put(LOSS_LIPSCHITZ, certified.lipschitz())
                .put(ATTACK_POINTS, target.labels().length);
    }

    static Target target(StudiedFlow flow, Classifier classifier, int size) {
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
    static double deviation(FloatPoints points) {
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
