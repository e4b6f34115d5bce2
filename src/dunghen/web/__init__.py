"""The surface: layout, components, sign-in, home. Composes the rooms' pages by URL; holds no rule."""
