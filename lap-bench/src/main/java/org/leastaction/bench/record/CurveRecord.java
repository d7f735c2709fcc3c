package org.leastaction.bench.record;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;

/**
 * The epochs of a training, one number per epoch; NaN if a number was not finite or does not apply.
 *
 * @param transportCost mean over batches, as the objective counts it
 * @param lambda        λ after the epoch
 * @param testLoss      mean cross entropy on the test set, nats
 */
public record CurveRecord(
        List<Integer> epoch,
        @JsonDeserialize(contentUsing = RecordJson.NullAsNaN.class) List<Double> learningRate,
        @JsonDeserialize(contentUsing = RecordJson.NullAsNaN.class) List<Double> crossEntropy,
        @JsonDeserialize(contentUsing = RecordJson.NullAsNaN.class) List<Double> transportCost,
        @JsonDeserialize(contentUsing = RecordJson.NullAsNaN.class) List<Double> lambda,
        @JsonDeserialize(contentUsing = RecordJson.NullAsNaN.class) List<Double> testAccuracy,
        @JsonDeserialize(contentUsing = RecordJson.NullAsNaN.class) List<Double> testLoss) {

    /** @throws IllegalArgumentException unless the length of every list that is present is the number of epochs */
    public CurveRecord {
        epoch = List.copyOf(Objects.requireNonNullElse(epoch, List.of()));
        learningRate = column("learning_rate", learningRate, epoch.size());
        crossEntropy = column("cross_entropy", crossEntropy, epoch.size());
        transportCost = column("transport_cost", transportCost, epoch.size());
        lambda = column("lambda", lambda, epoch.size());
        testAccuracy = column("test_accuracy", testAccuracy, epoch.size());
        testLoss = column("test_loss", testLoss, epoch.size());
    }

    static CurveRecord of(TrainingCurve curve) {
        return new CurveRecord(curve.epochs().stream().map(EpochRecord::epoch).toList(),
                values(curve, EpochRecord::learningRate), values(curve, EpochRecord::crossEntropy),
                values(curve, EpochRecord::transportCost), values(curve, EpochRecord::lambda),
                values(curve, EpochRecord::testAccuracy), values(curve, EpochRecord::testLoss));
    }

    private static List<Double> values(TrainingCurve curve, ToDoubleFunction<EpochRecord> value) {
        return curve.epochs().stream().mapToDouble(value).boxed().toList();
    }

    private static List<Double> column(String name, List<Double> values, int epochs) {
        if (values == null || values.isEmpty()) {
            return Collections.nCopies(epochs, Double.NaN);
        }
        if (values.size() != epochs) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "the curve's %s has %d numbers for %d epochs", name, values.size(), epochs));
        }
        return List.copyOf(values);
    }
}
