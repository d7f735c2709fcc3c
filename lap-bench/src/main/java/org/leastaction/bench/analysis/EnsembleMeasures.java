package org.leastaction.bench.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.LossGradients;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricDefinition.Compared;
import org.leastaction.metrics.robustness.AttackBall;
import org.leastaction.metrics.robustness.AttackEnsemble;
import org.leastaction.metrics.robustness.AttackEnsemble.Outcome;
import org.leastaction.metrics.robustness.Classifier;
import org.leastaction.metrics.robustness.Norm;
import org.leastaction.metrics.robustness.ScoreGradients;
import org.leastaction.metrics.robustness.Target;

/** Accuracy under an ensemble of attacks at one radius of each norm, in the units of the inputs. */
public final class EnsembleMeasures implements MetricGroup {

    private static final String GROUP = "attacks";
    private static final int NORMS = 2;

    public static final MetricDefinition ENSEMBLE_ACCURACY_LINF = accuracy("linf", "L∞");
    public static final MetricDefinition ENSEMBLE_ACCURACY_L2 = accuracy("l2", "L2");
    public static final MetricDefinition ENSEMBLE_CLEAN_ACCURACY =
            MetricDefinition.of(GROUP, "ensemble_clean_accuracy", "accuracy before the attack ensemble").moreIsBetter()
                    .formula("accuracy on the inputs that the ensemble attacks").unit("[0, 1]").interval("Wilson")
                    .cost("one evaluation").compared(Compared.NONE);
    public static final MetricDefinition ATTACK_ENSEMBLE =
            MetricDefinition.of(GROUP, "attack_ensemble", "attacks of the ensemble")
                    .formula(
                            "table: `NORM_ATTACK` = accuracy under the attack, its interval (low, high), and the number"
                                    + " of inputs that no earlier attack broke; `NORM_breaking` = for each input the"
                                    + " index of the first attack that broke it, from 0; −1 if none did, −2 if it was"
                                    + " misclassified before; NORM = `linf`, `l2`; ATTACK = `apgd_ce`, `apgd_dlr`,"
                                    + " `apgd_t`, `square`")
                    .unit("[0, 1], counts").interval("Wilson")
                    .reference("Croce and Hein 2020; Andriushchenko et al. 2020")
                    .caveat("attacks give upper bounds: a stronger attack may succeed more often");
    public static final MetricDefinition ENSEMBLE_RADIUS_LINF = radius("linf", "L∞", "8/255", "0.2");
    public static final MetricDefinition ENSEMBLE_RADIUS_L2 = radius("l2", "L2", "0.5", "0.2");
    public static final MetricDefinition ENSEMBLE_POINTS =
            MetricDefinition.of(GROUP, "ensemble_points", "inputs under the attack ensemble")
                    .formula("number of inputs attacked").unit("count").compared(Compared.NONE)
                    .caveat("with 128 inputs accuracies are uncertain by up to ± 9 percentage points");
    public static final MetricDefinition ENSEMBLE_SETTINGS =
            MetricDefinition.of(GROUP, "ensemble_settings", "settings of the attack ensemble")
                    .formula("the attacks that were run and their numbers of steps; without gradients of the loss, or"
                            + " where those are not affordable, the square attack alone")
                    .unit("words").cost("none extra")
                    .caveat("fewer steps break fewer inputs, so that a network appears more robust");

    private static MetricDefinition accuracy(String key, String name) {
        return MetricDefinition.of(GROUP, "ensemble_accuracy_" + key, "accuracy under the attack ensemble, " + name)
                .heading("ensemble", "accuracy " + name).moreIsBetter()
                .meaning("accuracy under the worst of several attacks for each input, " + name)
                .formula(
                        "share of inputs classified correctly before and after each of APGD on the cross entropy, APGD"
                                + " on the"
                                + " DLR loss, targeted APGD-DLR and Square, within `ensemble_radius_" + key + "`")
                .unit("[0, 1]").interval("Wilson").reference("Croce and Hein 2020; Andriushchenko et al. 2020")
                .cost("up to 55 gradients and 157 evaluations for each input (`--attack-strength standard`: 1,111 and"
                        + " 6,113); an attack stops on an input that it broke")
                .caveat("an upper bound of the accuracy under the worst perturbation; AutoAttack has FAB-T in the place"
                        + " of APGD on the untargeted DLR loss, and 100 steps and 5,000 queries in its standard"
                        + " version");
    }

    private static MetricDefinition radius(String key, String name, String images, String points) {
        return MetricDefinition.of(GROUP, "ensemble_radius_" + key, "radius of the attack ensemble, " + name)
                .formula("length of the greatest perturbation: " + images + " for images, otherwise " + points
                        + " standard deviations of the inputs' elements (`--attack-" + key + "`)")
                .unit("units of the inputs; brightness from 0 to 1 for images").compared(Compared.NONE);
    }

    /** In the column of the first attacks that broke the inputs. */
    private static final int STANDS = -1;
    private static final int WRONG = -2;

    private final AttackSettings settings;

    /** With the usual settings. */
    public EnsembleMeasures() {
        this(AttackSettings.usual());
    }

    public EnsembleMeasures(AttackSettings settings) {
        this.settings = settings;
    }

    /** The same groups, with these settings of the ensemble. */
    public static List<MetricGroup> in(List<MetricGroup> groups, AttackSettings settings) {
        return groups.stream()
                .map(group -> group instanceof EnsembleMeasures ? new EnsembleMeasures(settings) : group).toList();
    }

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(ENSEMBLE_ACCURACY_LINF, ENSEMBLE_ACCURACY_L2, ENSEMBLE_CLEAN_ACCURACY, ATTACK_ENSEMBLE,
                ENSEMBLE_RADIUS_LINF, ENSEMBLE_RADIUS_L2, ENSEMBLE_POINTS, ENSEMBLE_SETTINGS);
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        return new RobustnessMeasures().refusal(flow);
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        FlowModel model = flow.model();
        Classifier classifier = inputs -> model.scores(flow.units().normalised(inputs));
        Optional<LossGradients> role = model.role(LossGradients.class);
        int wanted = Math.min(flow.sizes().attacks(), flow.data().size());
        double evaluation = ProductCost.ofEvaluation(flow);
        double square = NORMS * (settings.strength().queries() + 1) * evaluation;
        OptionalInt points = OptionalInt.empty();
        if (role.isPresent()) {
            double gradient = ProductCost.ofGradient(flow, role.get());
            points = flow.budget().points(
                    wanted, square + NORMS * settings.strength().gradients() * (gradient + evaluation));
        }
        boolean derived = points.isPresent();
        if (!derived) {
            points = flow.budget().points(wanted, square);
        }
        if (points.isEmpty()) {
            return flow.budget().refusal(wanted, square);
        }
        Optional<ScoreGradients> gradients = derived ? role.map(loss -> (inputs, weights) -> flow.units()
                .naturalGradient(loss.scoreGradients(flow.units().normalised(inputs), weights))) : Optional.empty();
        Target target = RobustnessMeasures.target(flow, classifier, points.getAsInt());
        AttackEnsemble ensemble = settings.strength()
                .ensemble(flow.units().layout(flow.data().shape()), flow.seed())
                .possible(derived, model.shape().classes());
        double linf = settings.radiusLinf(flow.units(), flow.data().points());
        double l2 = settings.radiusL2(flow.units(), flow.data().points());
        flow.watch().reached("attack ensemble", 0, 0);
        Outcome underLinf = ensemble.attack(target, gradients, new AttackBall(Norm.L_INFINITY, linf));
        Outcome underL2 = ensemble.attack(target, gradients, new AttackBall(Norm.L2, l2));
        Map<String, double[]> table = new LinkedHashMap<>();
        put(table, "linf", underLinf);
        put(table, "l2", underL2);
        analysis.put(ENSEMBLE_ACCURACY_LINF, underLinf.accuracy())
                .put(ENSEMBLE_ACCURACY_L2, underL2.accuracy())
                .put(ENSEMBLE_CLEAN_ACCURACY, underLinf.cleanAccuracy())
                .put(ATTACK_ENSEMBLE, table)
                .put(ENSEMBLE_RADIUS_LINF, linf)
                .put(ENSEMBLE_RADIUS_L2, l2)
                .put(ENSEMBLE_POINTS, points.getAsInt())
                .put(ENSEMBLE_SETTINGS, settings.strength().inWords(derived));
        return "";
    }

    /** The effect of an attack ensemble on an input. */
    public enum Fate {
        NOT_ATTACKED(0),
        /** Classified correctly before and after every attack. */
        STANDS(1),
        /** Classified correctly before, misclassified after some attack, in L∞ or L2. */
        BROKEN(2),
        WRONG_BEFORE(3);

        private final int code;

        Fate(int code) {
            this.code = code;
        }

        /** The number in files. */
        public int code() {
            return code;
        }
    }

    /**
     * The effect of the attacks of an analysis on each of the measured samples.
     *
     * @param samples number of measured samples
     * @param seed    of the analysis, which selects the attacked samples
     * @return [samples]; empty if there were no attacks
     */
    public static List<Fate> fates(Analysis analysis, int samples, long seed) {
        Map<String, List<Double>> table = analysis.table(ATTACK_ENSEMBLE.key());
        List<Double> linf = table.getOrDefault("linf_breaking", List.of());
        List<Double> l2 = table.getOrDefault("l2_breaking", List.of());
        if (linf.isEmpty() || linf.size() != l2.size() || linf.size() > samples) {
            return List.of();
        }
        List<Fate> fates = new ArrayList<>(Collections.nCopies(samples, Fate.NOT_ATTACKED));
        Quantity kept = analysis.quantity(CostMeasures.STATE_SAMPLES.key());
        int[] measured = StudiedFlow.rows(samples, kept.isPresent() ? (int) kept.value() : samples, seed);
        int[] rows =
                Arrays.stream(StudiedFlow.rows(measured.length, linf.size(), seed)).map(i -> measured[i]).toArray();
        for (int i = 0; i < rows.length; i++) {
            fates.set(rows[i], linf.get(i) == WRONG ? Fate.WRONG_BEFORE
                    : linf.get(i) == STANDS && l2.get(i) == STANDS ? Fate.STANDS : Fate.BROKEN);
        }
        return List.copyOf(fates);
    }

    private static void put(Map<String, double[]> table, String norm, Outcome outcome) {
        for (int member = 0; member < outcome.members().size(); member++) {
            Estimate accuracy = outcome.accuracy(member);
            table.put(norm + "_" + outcome.members().get(member).key(), new double[] {
                    accuracy.value(), accuracy.low(), accuracy.high(), outcome.firstBreaks().get(member)});
        }
        double[] breaking = new double[outcome.clean().length];
        for (int i = 0; i < breaking.length; i++) {
            breaking[i] = outcome.clean()[i] ? outcome.breaking(i).orElse(STANDS) : WRONG;
        }
        table.put(norm + "_breaking", breaking);
    }
}
