package org.leastaction.bench.data;

import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** The generated set "circles", of any size; by default 800 training and 200 test points. */
final class GeneratedCircles implements KnownDataSet {

    private static final int TRAIN = 800;
    private static final int TEST = 200;

    @Override
    public String name() {
        return "circles";
    }

    @Override
    public String description() {
        return "two concentric circles in the plane, generated, 800 + 200 points unless --train-size and --test-size"
                + " say otherwise";
    }

    @Override
    public Optional<PublishedFiles> files() {
        return Optional.empty();
    }

    @Override
    public DataSet load(DataRequest request, Optional<Path> folder) {
        int train = request.trainSize().orElse(TRAIN);
        int test = request.testSize().orElse(TEST);
        int all = Math.addExact(train, test);
        Normalisation normalisation = Normalisation.identity().replaced(request.mean(), request.std());
        LabelledPoints drawn = request.circles().draw(all, new Draw(request.seed()).generation());
        float[] coordinates = drawn.points().toArray();
        normalisation.applyTo(coordinates, 2);
        LabelledPoints points = new LabelledPoints(
                FloatPoints.wrap(coordinates, all, 2), drawn.labels(), drawn.classes(), drawn.shape());
        return DataSet.of(name(), points.rows(0, train), points.rows(train, all), normalisation);
    }
}
