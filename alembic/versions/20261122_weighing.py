"""what a hand depends on besides themes; how much room small themes get."""

import sqlalchemy as sa
from alembic import op


revision = '0003_weighing'
down_revision = '0002_themes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Decks that are there were laid without these, so every hand of theirs stays the same.
    with op.batch_alter_table('deck', schema=None) as batch_op:
        batch_op.add_column(sa.Column('near_duplicates', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('meaning', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('theme_exponent', sa.Float(), nullable=False, server_default='1'))

    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('theme_exponent', sa.Float(), nullable=False, server_default='1'))


def downgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.drop_column('theme_exponent')

    with op.batch_alter_table('deck', schema=None) as batch_op:
        batch_op.drop_column('theme_exponent')
        batch_op.drop_column('meaning')
        batch_op.drop_column('near_duplicates')
