package org.leastaction.ot.entropic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.leastaction.ot.CostGradient;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.MarginalErrors;
import org.leastaction.ot.Potential;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.TransportMap;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportSolution;
import org.leastaction.ot.Weights;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * A solved problem of entropic transport: min ⟨P, c⟩ + ε KL(P | a⊗b). Its plan is Pᵢⱼ = aᵢ bⱼ e^((fᵢ + gⱼ − cᵢⱼ)/ε),
 * determined by the potentials and never stored. Immutable.
 *
 * @param problem       the problem solved
 * @param epsilon       ε, in units of the cost
 * @param potentials    f and g
 * @param convergence   whether the plan's marginals reached those of the problem, and the number of iterations
 * @param transportCost ⟨P, c⟩
 * @param primal        ⟨P, c⟩ + ε KL(P | a⊗b), with KL(P | Q) = Σ P ln(P/Q) − ΣP + ΣQ
 * @param dual          Σ aᵢ fᵢ + Σ bⱼ gⱼ − ε(ΣP − 1): at most the optimal value, whatever the convergence
 */
public record EntropicResult(
        TransportProblem problem,
        double epsilon,
        DualPotentials potentials,
        Convergence convergence,
        double transportCost,
        double primal,
        double dual) implements TransportSolution {

    public EntropicResult {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(potentials, "potentials");
        Objects.requireNonNull(convergence, "convergence");
    }

    /** The {@link #dual}: the optimal value up to an error of second order in the marginal error. */
    @Override
    public double value() {
        return dual;
    }

    /** O(n·m·d) time, and memory for the entries kept. */
    @Override
    public TransportPlan plan(double share, Parallelism parallelism) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of a source's mass must be in [0, 1], not " + share);
        }
        double[] f = potentials.f();
        double[] g = potentials.g();
        // Terms by source and block of sources: a source belongs to one block, so one thread fills its list.
        List<List<Map.Entry<Integer, Double>>> kept = IntStream
                .range(0, f.length).<List<Map.Entry<Integer, Double>>>mapToObj(i -> new ArrayList<>()).toList();
        toSources(problem.x(), parallelism).entries(g, f, epsilon, share,
                (j, i, term) -> kept.get(i).add(Map.entry(j, term)));
        SparsePlan.Builder plan = SparsePlan.builder(f.length);
        for (int i = 0; i < f.length; i++) {
            for (Map.Entry<Integer, Double> entry : kept.get(i)) {
                double mass = problem.a().get(i) * entry.getValue();
                if (mass > 0) {
                    plan.add(i, entry.getKey(), mass);
                }
            }
        }
        return plan.build();
    }

    /** f(z) = −ε ln Σⱼ bⱼ e^((gⱼ − c(z, yⱼ))/ε): smooth, and equal to f(xᵢ) at the sources up to the marginal error. */
    @Override
    public Potential sourcePotential() {
        return (z, parallelism) -> {
            DoublePoints points = TransportProblem.newPoints(z, problem.y(), problem.cost(), parallelism);
            return CoarseStart.extended(toSources(points, parallelism), potentials.g(), epsilon);
        };
    }

    /** g(z) = −ε ln Σᵢ aᵢ e^((fᵢ − c(xᵢ, z))/ε). */
    @Override
    public Potential targetPotential() {
        return (z, parallelism) -> {
            DoublePoints points =
                    TransportProblem.newPoints(z, problem.x(), problem.cost().transposed(), parallelism);
            return CoarseStart.extended(toTargets(points, parallelism), potentials.f(), epsilon);
        };
    }

    /** T(xᵢ) = Σⱼ Pᵢⱼ yⱼ / Σⱼ Pᵢⱼ, [n, d]. O(n·m·d). */
    @Override
    public DoublePoints barycentres(Parallelism parallelism) {
        problem.requirePoints("a barycentre");
        return map(toSources(problem.x(), parallelism), potentials.f()).points();
    }

    /**
     * The entropic map at new points, Σⱼ wⱼ yⱼ with wⱼ in proportion to bⱼ e^((gⱼ − c(z, yⱼ))/ε) (Pooladian and
     * Niles-Weed 2021). The error is the root mean square distance of the targets from their barycentre under w: the
     * blur, of order √ε. O(k·m·d) for k points.
     */
    @Override
    public TransportMap barycentricMap() {
        problem.requirePoints("a map of new points");
        return (z, parallelism) -> {
            GibbsKernel kernel = toSources(
                    TransportProblem.newPoints(z, problem.y(), problem.cost(), parallelism), parallelism);
            return map(kernel, CoarseStart.extended(kernel, potentials.g(), epsilon));
        };
    }

    private TransportMap.Images map(GibbsKernel kernel, double[] f) {
        int d = problem.y().dimension();
        double[] g = potentials.g();
        double[] centre = new double[d];
        double[] squares = new double[problem.y().size()];
        for (int c = 0; c < d; c++) {
            int coordinate = c;
            centre[c] = problem.b().mean(j -> problem.y().get(j, coordinate))[0];
            for (int j = 0; j < squares.length; j++) {
                double difference = problem.y().get(j, c) - centre[c];
                squares[j] += difference * difference;
            }
        }
        // Moments about the centre: their differences lose no digits to its distance from 0.
        double[][] sums = kernel.sums(d + 2, (j, c) -> c < d ? problem.y().get(j, c) - centre[c]
                : c == d ? squares[j] : 1, g, f, epsilon);
        double[] image = new double[f.length * d];
        double[] errors = new double[f.length];
        for (int i = 0; i < f.length; i++) {
            double mass = sums[d + 1][i];
            double variance = sums[d][i] / mass;
            for (int c = 0; c < d; c++) {
                double mean = sums[c][i] / mass;
                image[i * d + c] = centre[c] + mean;
                variance -= mean * mean;
            }
            errors[i] = Math.sqrt(Math.max(0, variance));
        }
        return new TransportMap.Images(DoublePoints.wrap(image, f.length, d), errors);
    }

    @Override
    public MarginalErrors marginalErrors(Parallelism parallelism) {
        double[] f = potentials.f();
        double[] g = potentials.g();
        double[] sources = toSources(problem.x(), parallelism).sums(g, f, epsilon);
        double[] targets = toTargets(problem.y(), parallelism).sums(f, g, epsilon);
        Arrays.setAll(sources, i -> problem.a().get(i) * (sources[i] - 1));
        Arrays.setAll(targets, j -> problem.b().get(j) * (targets[j] - 1));
        return new MarginalErrors(sources, targets);
    }

    /** The gradient of {@link #value}, up to an error of first order in the marginal error. O(n·m·d). */
    @Override
    public CostGradient gradient(Parallelism parallelism) {
        double[] f = potentials.f();
        double[] g = potentials.g();
        double[] ofX = toSources(problem.x(), parallelism).gradientSums(g, f, epsilon);
        double[] ofY = toTargets(problem.y(), parallelism).gradientSums(f, g, epsilon);
        return new CostGradient(weighted(ofX, problem.a(), problem.x()), weighted(ofY, problem.b(), problem.y()),
                CostGradient.centred(problem.a(), i -> f[i]), CostGradient.centred(problem.b(), j -> g[j]));
    }

    private static DoublePoints weighted(double[] sums, Weights weights, DoublePoints points) {
        Arrays.setAll(sums, c -> sums[c] * weights.get(c / points.dimension()));
        return DoublePoints.wrap(sums, points.size(), points.dimension());
    }

    private GibbsKernel toSources(DoublePoints points, Parallelism parallelism) {
        return new GibbsKernel(problem.y(), problem.b(), points, problem.cost().transposed(), parallelism);
    }

    private GibbsKernel toTargets(DoublePoints points, Parallelism parallelism) {
        return new GibbsKernel(problem.x(), problem.a(), points, problem.cost(), parallelism);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "entropic value %.10g, plan cost %.10g, ε = %.6g (%s), %s", dual,
                transportCost,
                epsilon, problem, convergence);
    }
}
