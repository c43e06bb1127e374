import { useId, useState } from "preact/hooks";
import {
  generate,
  lengthBounds,
  symbolSetNames,
  usualRecipe,
  type Recipe,
} from "../../core/generate.ts";
import { say } from "../../wire/words.ts";
import { Button } from "./button.tsx";

interface GeneratorProps {
  onUse: (password: string) => void;
  onClose: () => void;
}

/** Makes a password below the field that wants one. */
export function Generator({ onUse, onClose }: GeneratorProps) {
  const [recipe, setRecipe] = useState<Recipe>(usualRecipe);
  const [word, setWord] = useState(() => generate(usualRecipe));
  const id = useId();
  const make = (next: Recipe): void => {
    setRecipe(next);
    setWord(generate(next));
  };
  return (
    <div
      class="generator"
      role="group"
      aria-label={say("generate.title")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <output class="generated" aria-label={say("generate.result")} aria-live="off">
        {word}
      </output>
      <div class="generator-line">
        <label for={id}>{say("generate.length", [recipe.length])}</label>
        <input
          id={id}
          type="range"
          min={lengthBounds.min}
          max={lengthBounds.max}
          value={recipe.length}
          onInput={(event) => make({ ...recipe, length: Number(event.currentTarget.value) })}
        />
      </div>
      <div class="generator-line">
        {symbolSetNames.map((set) => (
          <label key={set} class="check">
            <input
              type="checkbox"
              checked={recipe.sets.includes(set)}
              disabled={recipe.sets.length === 1 && recipe.sets.includes(set)}
              onChange={(event) =>
                make({
                  ...recipe,
                  sets: symbolSetNames.filter((own) =>
                    own === set ? event.currentTarget.checked : recipe.sets.includes(own),
                  ),
                })
              }
            />
            <span>{say(`generate.${set}`)}</span>
          </label>
        ))}
      </div>
      <div class="buttons">
        <Button onClick={onClose}>{say("app.cancel")}</Button>
        <Button icon="dice" onClick={() => make(recipe)}>
          {say("generate.again")}
        </Button>
        <Button look="primary" onClick={() => onUse(word)}>
          {say("generate.use")}
        </Button>
      </div>
    </div>
  );
}
