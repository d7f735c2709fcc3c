package org.leastaction.ot.entropic;

import java.util.Objects;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
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
        double dual) {

    public EntropicResult {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(potentials, "potentials");
        Objects.requireNonNull(convergence, "convergence");
    }

    /** The barycentre of each source's targets: T(xᵢ) = Σⱼ Pᵢⱼ yⱼ / Σⱼ Pᵢⱼ, [n, d]. O(n·m·d). */
    public DoublePoints barycentricMap(Parallelism parallelism) {
        GibbsKernel kernel =
                new GibbsKernel(problem.y(), problem.b(), problem.x(), problem.cost(), parallelism);
        double[] f = potentials.f();
        double[] g = potentials.g();
        double[] masses = kernel.sums(g, f, epsilon);
        double[][] sums = kernel.pointSums(g, f, epsilon);
        int d = sums.length;
        double[] image = new double[masses.length * d];
        for (int i = 0; i < masses.length; i++) {
            for (int k = 0; k < d; k++) {
                image[i * d + k] = sums[k][i] / masses[i];
            }
        }
        return DoublePoints.wrap(image, masses.length, d);
    }
}
