package org.leastaction.bench.data.model;

import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.InputNormalisation;

/**
 * The inputs of a model's training, as far as they are known.
 *
 * @param normalisation of pixels or coordinates
 * @param pictures      how pictures were resized and cropped; the colour is left open
 * @param classNames    in numeric order
 * @param remarks       sentences about statements that are not used
 */
public record ModelInputs(Optional<InputNormalisation> normalisation, Optional<Stated<PictureForm>> pictures,
        Optional<Stated<List<String>>> classNames, List<String> remarks) {

    /**
     * A value and where it is stated.
     *
     * @param source for messages: "config.json"
     */
    public record Stated<T>(T value, String source) {}

    public ModelInputs {
        remarks = List.copyOf(remarks);
    }

    /** Nothing is known. */
    public static ModelInputs unknown() {
        return new ModelInputs(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The same with another normalisation. */
    public ModelInputs with(InputNormalisation newNormalisation) {
        return new ModelInputs(Optional.of(newNormalisation), pictures, classNames, remarks);
    }
}
