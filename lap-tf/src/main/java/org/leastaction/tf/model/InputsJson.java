package org.leastaction.tf.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.PicturePreparation;

/** The inputs of a model's training as fields of a JSON object; unknown parts have no field. */
public final class InputsJson {

    private static final String NORMALISATION = "normalisation";
    private static final String PICTURES = "pictures";
    private static final ObjectMapper JSON = ModelFolder.json();

    private InputsJson() {}

    /** Adds the fields to an object. */
    public static void write(InputDescription inputs, ObjectNode json) {
        inputs.normalisation().ifPresent(known -> json.set(NORMALISATION, JSON.valueToTree(known)));
        inputs.pictures().ifPresent(known -> json.set(PICTURES, JSON.valueToTree(known)));
        if (!inputs.classNames().isEmpty()) {
            json.set(InputDescription.CLASS_NAMES, JSON.valueToTree(inputs.classNames()));
        }
        if (!inputs.classFolders().equals(inputs.classNames())) {
            json.set(InputDescription.CLASS_FOLDERS, JSON.valueToTree(inputs.classFolders()));
        }
    }

    /**
     * Reads the fields of an object.
     *
     * @throws JsonProcessingException  if a field has another form
     * @throws IllegalArgumentException if a value is out of range
     * @throws NullPointerException     if a value is null
     */
    public static InputDescription read(JsonNode json) throws JsonProcessingException {
        List<String> names = names(json, InputDescription.CLASS_NAMES);
        return new InputDescription(part(json, NORMALISATION, InputNormalisation.class),
                part(json, PICTURES, PicturePreparation.class), names,
                json.hasNonNull(InputDescription.CLASS_FOLDERS) ? names(json, InputDescription.CLASS_FOLDERS) : names);
    }

    private static <T> Optional<T> part(JsonNode json, String key, Class<T> type) throws JsonProcessingException {
        return json.hasNonNull(key) ? Optional.of(JSON.treeToValue(json.get(key), type)) : Optional.empty();
    }

    private static List<String> names(JsonNode json, String key) throws JsonProcessingException {
        return json.hasNonNull(key) ? JSON.treeToValue(json.get(key), new TypeReference<List<String>>() {}) : List.of();
    }
}
